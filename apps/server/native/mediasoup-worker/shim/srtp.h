// The calls of libsrtp 3 that the worker makes, on top of Debian's libsrtp 2.5.
#pragma once
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __cplusplus

// Errors that only version 3 knows: the worker has sentences for them.
static constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
static constexpr srtp_err_status_t srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(29);

// In version 3 a policy is opaque and owns its key.
struct srtp3_policy {
  srtp2_policy_t policy;
  unsigned char key[96];
};
using srtp_policy_t = srtp3_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy) {
  *policy = new srtp3_policy{};
  return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy) {
  if (policy == nullptr) return;
  volatile unsigned char* key = policy->key;
  for (std::size_t i = 0; i < sizeof policy->key; ++i) key[i] = 0;
  delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc) {
  policy->policy.ssrc = ssrc;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile) {
  const srtp_err_status_t status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);
  if (status != srtp_err_status_ok) return status;
  return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
    srtp_policy_t policy, const std::uint8_t* key, std::size_t keyLength, const std::uint8_t* salt,
    std::size_t saltLength, const std::uint8_t* /*mki*/, std::size_t /*mkiLength*/) {
  if (keyLength + saltLength > sizeof policy->key) return srtp_err_status_bad_param;
  std::memcpy(policy->key, key, keyLength);
  std::memcpy(policy->key + keyLength, salt, saltLength);
  policy->policy.key = policy->key;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow) {
  policy->policy.allow_repeat_tx = allow;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, std::size_t size) {
  policy->policy.window_size = size;
  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy) {
  return ::srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->policy));
}

// Version 3 reads one buffer and writes another, version 2 works in place.
inline srtp_err_status_t srtp3_in_place(
    srtp_err_status_t (*work)(srtp_t, void*, int*), srtp_t session, const std::uint8_t* input, std::size_t inputLength,
    std::uint8_t* output, std::size_t* outputLength) {
  if (input != output) {
    if (inputLength > *outputLength) return srtp_err_status_buffer_small;
    std::memcpy(output, input, inputLength);
  }
  int length = static_cast<int>(inputLength);
  const srtp_err_status_t status = work(session, output, &length);
  if (status == srtp_err_status_ok) *outputLength = static_cast<std::size_t>(length);
  return status;
}

inline srtp_err_status_t srtp_protect(
    srtp_t session, const std::uint8_t* input, std::size_t inputLength, std::uint8_t* output,
    std::size_t* outputLength, std::size_t /*mkiIndex*/) {
  return srtp3_in_place(&::srtp_protect, session, input, inputLength, output, outputLength);
}

inline srtp_err_status_t srtp_protect_rtcp(
    srtp_t session, const std::uint8_t* input, std::size_t inputLength, std::uint8_t* output,
    std::size_t* outputLength, std::size_t /*mkiIndex*/) {
  return srtp3_in_place(&::srtp_protect_rtcp, session, input, inputLength, output, outputLength);
}

inline srtp_err_status_t srtp_unprotect(
    srtp_t session, const std::uint8_t* input, std::size_t inputLength, std::uint8_t* output,
    std::size_t* outputLength) {
  return srtp3_in_place(&::srtp_unprotect, session, input, inputLength, output, outputLength);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
    srtp_t session, const std::uint8_t* input, std::size_t inputLength, std::uint8_t* output,
    std::size_t* outputLength) {
  return srtp3_in_place(&::srtp_unprotect_rtcp, session, input, inputLength, output, outputLength);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc) {
  return ::srtp_remove_stream(session, ssrc);
}

#endif
