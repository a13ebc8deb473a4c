package io.github.spotbatch.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** One HTTP response, whatever carries it. */
public record HttpOut(int status, Map<String, String> headers, SdkBytes body) {

  private static final String REQUEST_ID = "x-amzn-RequestId";

  static HttpOut of(int status, String contentType, String requestId, byte[] body) {
    Map<String, String> headers = Map.of(REQUEST_ID, requestId, "Content-Type", contentType);
    return new HttpOut(status, headers, SdkBytes.fromByteArrayUnsafe(body));
  }

  static HttpOut of(int status, String contentType, String requestId, String body) {
    return of(status, contentType, requestId, body.getBytes(StandardCharsets.UTF_8));
  }

  HttpOut with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpOut(status, more, body);
  }
}
