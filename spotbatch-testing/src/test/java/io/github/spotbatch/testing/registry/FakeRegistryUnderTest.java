package io.github.spotbatch.testing.registry;

import io.github.spotbatch.testing.FakeAws;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The registry of a fake world. */
final class FakeRegistryUnderTest implements RegistryUnderTest {

  private final FakeAws aws = FakeAws.create();
  private final Login login;

  FakeRegistryUnderTest() {
    try (EcrClient ecr = aws.client(EcrClient.builder())) {
      ecr.createRepository(it -> it.repositoryName(repository()));
      this.login = login(ecr);
    }
  }

  /** What the token of a caller is to be used as. */
  static Login login(EcrClient ecr) {
    String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
    String[] parts =
        new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split(":", 2);
    return new Login(parts[0], parts[1]);
  }

  @Override
  public String host() {
    return aws.registry().host();
  }

  @Override
  public Optional<Login> login() {
    return Optional.of(login);
  }

  @Override
  public boolean tls() {
    return true;
  }

  @Override
  public SSLContext sslContext() {
    return aws.registry().sslContext();
  }

  @Override
  public Optional<String> certificate() {
    return Optional.of(aws.registry().certificate());
  }

  @Override
  public String repository() {
    return "team/app";
  }

  @Override
  public void close() {
    aws.close();
  }
}
