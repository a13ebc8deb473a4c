package io.github.spotbatch.testing.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.OtherJvm;
import io.github.spotbatch.testing.registry.RegistryUnderTest.Login;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;

/** When the registry's server comes and goes, and what it shows of itself. */
class RegistryLifeTest {

  /** What runs in the other JVM: a world whose ECR is used, but nobody logs in. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      try (FakeAws aws = FakeAws.create();
          EcrClient ecr = aws.client(EcrClient.builder())) {
        ecr.createRepository(it -> it.repositoryName("demo"));
        aws.runUntilIdle();
      }
      System.out.println("done");
    }
  }

  @Test
  void registry_isOneForTheWorld() {
    try (FakeAws aws = FakeAws.create();
        FakeAws other = FakeAws.create()) {
      assertThat(aws.registry().host())
          .matches("127\\.0\\.0\\.1:\\d+")
          .isEqualTo(aws.registry().host())
          .isNotEqualTo(other.registry().host());
      assertThat(aws.registry().certificate()).isEqualTo(other.registry().certificate());
    }
  }

  @Test
  void close_stopsTheServer() throws Exception {
    FakeAws aws = FakeAws.create();
    String host = aws.registry().host();
    int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
    try (Socket open = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      assertThat(open.isConnected()).isTrue();
    }

    aws.close();

    assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), port))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(aws::registry)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this FakeAws is closed: nothing answers any more");
  }

  @Test
  void world_thatNobodyLogsInTo_loadsNoServer() throws Exception {
    List<String> output = OtherJvm.runWith(List.of("-Xlog:class+load"), Program.class, jar -> true);

    assertThat(output)
        .contains("done")
        .anyMatch(line -> line.contains("io.github.spotbatch.testing.internal.ecr.EcrState"))
        .noneMatch(line -> line.contains("internal.ecr.RegistryServer"))
        .noneMatch(line -> line.contains("LoopbackCertificate"))
        .noneMatch(line -> line.contains("com.sun.net.httpserver"));
  }

  @Test
  void certificate_isForThisMachineAlone() throws Exception {
    try (FakeAws aws = FakeAws.create()) {
      String pem = aws.registry().certificate();

      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(pem.getBytes(UTF_8)));

      assertThat(certificate.getSubjectAlternativeNames())
          .containsExactlyInAnyOrder(List.of(7, "127.0.0.1"), List.of(2, "localhost"));
      assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
      certificate.checkValidity();
    }
  }

  @Test
  void registry_onTheWallClock_isTheSame() {
    try (FakeAws aws = FakeAws.builder().speed(100).build();
        EcrClient ecr = aws.client(EcrClient.builder())) {
      Login login = FakeRegistryUnderTest.login(ecr);
      RegistryHttp http =
          new RegistryHttp(
              "https://" + aws.registry().host(), aws.registry().sslContext(), Optional.of(login));

      assertThat(http.send("GET", "/v2/").statusCode()).isEqualTo(200);
    }
  }
}
