package io.github.spotbatch.testing.internal.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sent it and whom it means: the scope of its signature, else its host.
 *
 * @param signingName the service that the signature names; absent if unsigned
 */
record Caller(
    @Nullable String signingName,
    @Nullable String accessKeyId,
    @Nullable String region,
    String host) {

  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/]+)/[^/]*/([^/]*)/([^/]+)/aws4_request");
  private static final Pattern REGION = Pattern.compile("(?<=\\.)[a-z]{2}(?:-[a-z]+)+-\\d+(?=\\.)");

  static Caller of(HttpIn in) {
    String authorization = in.header("Authorization");
    String host = in.header("Host");
    String named = host == null ? "" : host;
    Matcher scope = SCOPE.matcher(authorization == null ? "" : authorization);
    if (scope.find()) {
      return new Caller(scope.group(3), scope.group(1), scope.group(2), named);
    }
    Matcher region = REGION.matcher(named);
    return new Caller(null, null, region.find() ? region.group() : null, named);
  }

  /** The signature alone counts if there is one. */
  boolean means(AwsService service) {
    return signingName == null
        ? host.startsWith(service.endpointPrefix() + ".")
        : signingName.equals(service.signingName());
  }
}
