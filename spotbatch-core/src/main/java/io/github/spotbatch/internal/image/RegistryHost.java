package io.github.spotbatch.internal.image;

import java.util.Optional;

/**
 * A registry to talk to.
 *
 * @param host with the port if there is one
 * @param login empty: what it gives to anybody
 */
public record RegistryHost(String host, Optional<RegistryLogin> login) {

  public static RegistryHost anonymous(String host) {
    return new RegistryHost(host, Optional.empty());
  }

  /** Whether it is on this machine, where Docker, too, takes any certificate, or none. */
  boolean local() {
    String name = host.replaceFirst(":\\d+$", "");
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
