#!/bin/sh
# Makes fractal.mp4: a zoom into the Mandelbrot set with a small arpeggio, all of it computed here.
set -eu
cd "$(dirname "$0")"
ffmpeg -v error -y \
  -f lavfi -i "mandelbrot=s=1280x720:rate=30:start_scale=2.2:end_scale=0.0025:end_pts=720:maxiter=600:start_x=-0.743643887037158704752191506114774:start_y=-0.131825904205311970493132056385139" \
  -f lavfi -i "aevalsrc='0.16*(sin(2*PI*t*(220*pow(2\,mod(floor(t*4)*7\,12)/12)))*exp(-6*mod(t\,0.25)))+0.12*(sin(2*PI*t*110*pow(2\,mod(floor(t/2)*5\,12)/12)))*(0.6+0.4*cos(2*PI*t))|0.16*(sin(2*PI*t*(330*pow(2\,mod(floor(t*4)*5\,12)/12)))*exp(-5*mod(t\,0.25)))+0.12*(sin(2*PI*t*110*pow(2\,mod(floor(t/2)*5\,12)/12)))*(0.6+0.4*sin(2*PI*t))':s=48000" \
  -t 24 -vf "hue=h='12*t',eq=saturation=1.1,gblur=sigma=1,format=yuv420p" \
  -af "afade=t=in:d=0.4,afade=t=out:st=23:d=1,alimiter" \
  -c:v libx264 -preset slow -crf 28 -maxrate 800k -bufsize 1600k -c:a aac -b:a 96k \
  -movflags +faststart fractal.mp4
