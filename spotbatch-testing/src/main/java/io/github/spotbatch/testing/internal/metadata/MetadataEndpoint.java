package io.github.spotbatch.testing.internal.metadata;

import io.github.spotbatch.testing.internal.wire.HttpIn;
import io.github.spotbatch.testing.internal.wire.HttpOut;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Answers for one instance as the second version of its metadata service does, which gives nothing
 * without a token. Guarded by the world's lock.
 */
final class MetadataEndpoint {

  private static final String TOKEN_PATH = "/latest/api/token";
  private static final String TOKEN = "X-aws-ec2-metadata-token";
  private static final String SECONDS = "X-aws-ec2-metadata-token-ttl-seconds";
  private static final Map<Integer, String> REFUSALS =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed");

  private final Supplier<Instant> clock;
  private final Supplier<MetadataItems> items;
  private final MetadataTokens tokens;

  MetadataEndpoint(MetadataTokens tokens, Supplier<Instant> clock, Supplier<MetadataItems> items) {
    this.clock = clock;
    this.items = items;
    this.tokens = tokens;
  }

  HttpOut answer(HttpIn in) {
    boolean forToken = in.path().equals(TOKEN_PATH);
    if (forToken && in.method().equals("PUT")) {
      return token(in);
    }
    // AWS's page names no status for other methods.
    if (forToken || !in.method().equals("GET")) {
      return refusal(405);
    }
    Optional<Long> left = tokens.left(clock.get(), in.header(TOKEN));
    if (left.isEmpty()) {
      return refusal(401);
    }
    return items
        .get()
        .at(in.path())
        .map(text -> answer(200, text.startsWith("{") ? json(in) : "text/plain", text, left.get()))
        .orElseGet(() -> refusal(404));
  }

  /** What a proxy passes on is refused, so that nobody outside gets a token. */
  private HttpOut token(HttpIn in) {
    if (in.header("X-Forwarded-For") != null) {
      return refusal(403);
    }
    return MetadataTokens.seconds(in.header(SECONDS))
        .map(it -> answer(200, "text/plain", tokens.issue(clock.get(), it), it))
        .orElseGet(() -> refusal(400));
  }

  /** The identity document comes as text. */
  private static String json(HttpIn in) {
    return in.path().startsWith("/latest/dynamic/") ? "text/plain" : "application/json";
  }

  private static HttpOut answer(int status, String type, String text, long secondsLeft) {
    Map<String, String> headers =
        Map.of("Content-Type", type, SECONDS, String.valueOf(secondsLeft));
    return new HttpOut(status, headers, SdkBytes.fromUtf8String(text));
  }

  private static HttpOut refusal(int status) {
    String title = status + " - " + REFUSALS.get(status);
    String page =
        """
        <?xml version="1.0" encoding="iso-8859-1"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
        \t"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
         <head>
          <title>%s</title>
         </head>
         <body>
          <h1>%s</h1>
         </body>
        </html>
        """
            .formatted(title, title);
    return new HttpOut(status, Map.of("Content-Type", "text/html"), SdkBytes.fromUtf8String(page));
  }
}
