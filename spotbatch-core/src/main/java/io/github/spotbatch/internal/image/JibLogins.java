package io.github.spotbatch.internal.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.util.Optional;

/** The logins that {@code docker login} has left on this machine, read by jib. */
final class JibLogins {

  private JibLogins() {}

  /** The registry with the login that Docker has for it, if nobody gave another. */
  static RegistryHost orDockers(RegistryHost registry) {
    if (registry.login().isPresent()) {
      return registry;
    }
    try {
      return new RegistryHost(registry.host(), of(registry.host()));
    } catch (NoClassDefFoundError e) {
      // Without jib nobody can read Docker's logins; most images are for everybody.
      return registry;
    }
  }

  /** The login of a host; empty: there is none, or it cannot be read. */
  private static Optional<RegistryLogin> of(String host) {
    try {
      return CredentialRetrieverFactory.forImage(ImageReference.parse(host + "/any"), event -> {})
          .dockerConfig()
          .retrieve()
          .filter(login -> !login.isOAuth2RefreshToken())
          .map(login -> new RegistryLogin(login.getUsername(), login.getPassword()));
    } catch (InvalidImageReferenceException | CredentialRetrievalException e) {
      // As if there were none: the registry says then that it wants one.
      return Optional.empty();
    }
  }
}
