package io.github.spotbatch.testing.registry;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A registry on this machine, for as long as a test needs it. */
public interface RegistryUnderTest extends AutoCloseable {

  /** Who may push and pull. */
  record Login(String user, String password) {}

  /** The ECR of a fake world of its own. */
  static RegistryUnderTest fake() {
    return new FakeRegistryUnderTest();
  }

  /** Debian's docker-registry with a password over TLS; the test is skipped where it is missing. */
  static RegistryUnderTest distributionWithPassword() throws IOException {
    return DistributionRegistry.withPassword();
  }

  /** The same without a password over plain HTTP. */
  static RegistryUnderTest distributionWithoutPassword() throws IOException {
    return DistributionRegistry.withoutPassword();
  }

  /** 127.0.0.1 and its port. */
  String host();

  /** Empty: anybody may. */
  Optional<Login> login();

  /** Whether it speaks TLS, by {@link #sslContext()}. */
  boolean tls();

  /** Trusts the registry's certificate, where it has one. */
  SSLContext sslContext();

  /** The certificate as PEM text; empty without TLS. */
  Optional<String> certificate();

  /** A repository that can be pushed to, with a slash in its name. */
  String repository();

  @Override
  void close();
}
