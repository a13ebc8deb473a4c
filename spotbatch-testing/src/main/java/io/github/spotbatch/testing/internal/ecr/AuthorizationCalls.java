package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** What a registry's clients log in with; no registry answers to it here. */
final class AuthorizationCalls {

  private static final Duration VALIDITY = Duration.ofHours(12);
  private static final int PASSWORD_DIGITS = 64;

  private final World world;
  private final EcrState state;

  AuthorizationCalls(World world, EcrState state) {
    this.world = world;
    this.state = state;
  }

  GetAuthorizationTokenResponse token(GetAuthorizationTokenRequest request) {
    Parameters.only(request);
    String login = "AWS:" + world.hex(PASSWORD_DIGITS);
    AuthorizationData data =
        AuthorizationData.builder()
            .authorizationToken(
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .expiresAt(world.now().plus(VALIDITY))
            .proxyEndpoint("https://" + state.registryHost())
            .build();
    return GetAuthorizationTokenResponse.builder().authorizationData(data).build();
  }
}
