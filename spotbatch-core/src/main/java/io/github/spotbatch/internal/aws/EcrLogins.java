package io.github.spotbatch.internal.aws;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.internal.image.ImageReference;
import io.github.spotbatch.internal.image.RegistryHost;
import io.github.spotbatch.internal.image.RegistryHosts;
import io.github.spotbatch.internal.image.RegistryLogin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;

/**
 * Logs in to ECR, by a token that AWS gives for twelve hours, and to no other registry. Each login
 * is one call; its token stays in memory.
 */
public final class EcrLogins implements RegistryHosts {

  private final AwsCalls calls;
  private final AwsClients clients;
  private final String ownHost;

  /**
   * Makes the logins of one account and Region.
   *
   * @param ownHost the host in the names of the account's own images
   */
  public EcrLogins(AwsCalls calls, AwsClients clients, String ownHost) {
    this.calls = calls;
    this.clients = clients;
    this.ownHost = ownHost;
  }

  /** The account's own registry; it is where the token says, whatever the images are called. */
  public RegistryHost own() {
    AuthorizationData token = token();
    return new RegistryHost(URI.create(token.proxyEndpoint()).getAuthority(), login(token));
  }

  @Override
  public RegistryHost of(String host) {
    if (host.equals(ownHost)) {
      return own();
    }
    return ImageReference.isEcr(host)
        ? new RegistryHost(host, login(token()))
        : RegistryHost.anonymous(host);
  }

  private AuthorizationData token() {
    List<AuthorizationData> data =
        calls
            .call(
                GetAuthorizationTokenRequest.builder().build(),
                clients.ecr()::getAuthorizationToken)
            .authorizationData();
    if (data.isEmpty()) {
      throw new ImageException("ECR gave no authorization token: try again.");
    }
    return data.get(0);
  }

  private static Optional<RegistryLogin> login(AuthorizationData data) {
    String decoded =
        new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
    int colon = decoded.indexOf(':');
    return Optional.of(
        new RegistryLogin(decoded.substring(0, colon), decoded.substring(colon + 1)));
  }
}
