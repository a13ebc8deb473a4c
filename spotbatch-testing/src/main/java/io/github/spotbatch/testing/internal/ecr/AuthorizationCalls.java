package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** What a registry's clients log in with, and where. */
final class AuthorizationCalls {

  private final EcrState state;

  AuthorizationCalls(EcrState state) {
    this.state = state;
  }

  GetAuthorizationTokenResponse token(GetAuthorizationTokenRequest request) {
    Parameters.only(request);
    Registry registry = state.registry();
    Registry.Issued issued = registry.issue(state);
    String login = "AWS:" + issued.password();
    AuthorizationData data =
        AuthorizationData.builder()
            .authorizationToken(
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .expiresAt(issued.expiresAt())
            .proxyEndpoint(registry.server().endpoint().toString())
            .build();
    return GetAuthorizationTokenResponse.builder().authorizationData(data).build();
  }
}
