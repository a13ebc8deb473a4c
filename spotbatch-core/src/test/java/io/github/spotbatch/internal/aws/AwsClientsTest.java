package io.github.spotbatch.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;

@Isolated("sets a system property")
class AwsClientsTest {

  private final StubHttp http = new StubHttp(200, "{}");
  private final BatchClient usersOwn =
      BatchClient.builder()
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(http)
          .build();

  @Test
  void batch_givenByUser_isUsedAsItIsAndNeverClosed() {
    AwsClients clients = AwsClients.builder().client("batch", usersOwn).build();

    assertThat(clients.batch()).isSameAs(usersOwn);
    clients.close();

    usersOwn.describeJobQueues();
    assertThat(http.requests).isEqualTo(1);
  }

  @Test
  void region_notGiven_isThatOfTheUsersBatchClient() {
    AwsClients clients = AwsClients.builder().client("batch", usersOwn).build();

    assertThat(clients.region()).isEqualTo(Region.EU_CENTRAL_1);
  }

  @Test
  void region_usersClientDoesNotKnowOne_isTheDefaultChains() {
    BatchClient handMade =
        new BatchClient() {
          @Override
          public String serviceName() {
            return "batch";
          }

          @Override
          public void close() {}
        };
    AwsClients clients = AwsClients.builder().client("batch", handMade).build();

    System.setProperty("aws.region", "ap-south-1");
    try {
      assertThat(clients.region()).isEqualTo(Region.AP_SOUTH_1);
    } finally {
      System.clearProperty("aws.region");
    }
  }

  @Test
  void ec2_notGiven_isMadeOnceWithTheSettings() {
    try (AwsClients clients =
        AwsClients.builder()
            .region(Region.EU_WEST_3)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .endpointOverride(URI.create("http://localhost:1"))
            .build()) {
      assertThat(clients.ec2()).isSameAs(clients.ec2());
      assertThat(clients.ec2().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_3);
      assertThat(clients.ec2().serviceClientConfiguration().endpointOverride())
          .contains(URI.create("http://localhost:1"));
    }
  }

  @Test
  void overrides_ofSeveral_areAskedInOrderForEachClientMadeHere() {
    List<String> asked = new ArrayList<>();
    try (AwsClients clients =
        AwsClients.builder()
            .client("batch", usersOwn)
            .region(Region.EU_WEST_3)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .addOverride(o -> o.apiCallTimeout(Duration.ofSeconds(1)))
            .addOverride(o -> asked.add(o.apiCallTimeout().toString()))
            .addOverride(o -> o.apiCallTimeout(Duration.ofSeconds(7)))
            .build()) {
      assertThat(clients.ec2().serviceClientConfiguration().overrideConfiguration())
          .satisfies(o -> assertThat(o.apiCallTimeout()).contains(Duration.ofSeconds(7)));
      assertThat(clients.iam()).isSameAs(clients.iam());
      assertThat(clients.batch()).isSameAs(usersOwn);
      assertThat(asked).containsExactly("PT1S", "PT1S");
    }
  }

  @Test
  void ec2_afterClose_isRefused() {
    AwsClients clients = AwsClients.builder().client("batch", usersOwn).build();
    clients.close();

    assertThatThrownBy(clients::ec2)
        .isInstanceOf(SpotBatchException.class)
        .hasMessage("This SpotBatch is closed: make a new one.");
  }

  @Test
  void clients_onlyBatchAndLogsOnTheClassPath_workAndNameTheMissingArtifact() throws Exception {
    List<String> absent = List.of("ec2", "ecr", "iam", "sts", "ecs");
    URL[] jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> absent.stream().noneMatch(a -> entry.contains("/" + a + "-2.")))
            .map(AwsClientsTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      Method ask = loader.loadClass(Application.class.getName()).getMethod("ask", String.class);

      assertThat(ask.invoke(null, "batch")).isEqualTo("made");
      assertThat(ask.invoke(null, "logs")).isEqualTo("made");
      for (String service : absent) {
        assertThat(ask.invoke(null, service))
            .isEqualTo(
                "This needs the AWS SDK's %s client: add software.amazon.awssdk:%s to the class path."
                    .formatted(service, service));
      }
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  /** Compiled calls, as an application has them; reflection would load every client's type. */
  public static final class Application {

    public static String ask(String service) {
      try (AwsClients clients = AwsClients.builder().region(Region.EU_WEST_1).build()) {
        switch (service) {
          case "batch" -> clients.batch();
          case "logs" -> clients.logs();
          case "ec2" -> clients.ec2();
          case "ecr" -> clients.ecr();
          case "iam" -> clients.iam();
          case "sts" -> clients.sts();
          default -> clients.ecs();
        }
        return "made";
      } catch (SpotBatchException e) {
        return e.getMessage();
      }
    }
  }
}
