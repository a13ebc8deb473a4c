package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** What a registry's clients log in with, and where. */
final class AuthorizationCalls {

  private final World world;
  private final EcrState state;

  AuthorizationCalls(World world, EcrState state) {
    this.world = world;
    this.state = state;
  }

  GetAuthorizationTokenResponse token(GetAuthorizationTokenRequest request) {
    Parameters.only(request);
    Registry.Issued issued = state.registry().issue(state);
    String login = "AWS:" + issued.password();
    AuthorizationData data =
        AuthorizationData.builder()
            .authorizationToken(
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .expiresAt(issued.expiresAt())
            .proxyEndpoint(RegistryServer.endpoint(world).toString())
            .build();
    return GetAuthorizationTokenResponse.builder().authorizationData(data).build();
  }
}
