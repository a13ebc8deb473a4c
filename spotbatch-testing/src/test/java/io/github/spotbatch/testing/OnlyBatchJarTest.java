package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;

/** The fake starts in a JVM that has no other service jar of the SDK than that of Batch. */
class OnlyBatchJarTest {

  private static final Pattern OTHER_SERVICE =
      Pattern.compile(
          "(cloudwatchlogs|ec2|ecr|ecs|eventbridge|iam|secretsmanager|sts|sso|ssooidc)-\\d.*\\.jar");

  private static final String DESCRIBING =
      """
      {"Version":"2012-10-17","Statement":
        {"Effect":"Allow","Action":["batch:Describe*","ec2:Describe*"],"Resource":"*"}}""";

  /** What runs in the other JVM. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      try (FakeAws aws = FakeAws.create()) {
        System.out.println("queues: " + aws.batch().describeJobQueues().jobQueues().size());
      }
      try (FakeAws aws = FakeAws.builder().speed(100).build();
          FakeAwsServer server = aws.serve(0)) {
        System.out.println("ec2: " + describeVpcs(server.endpoint()));
      }
      try (FakeAws aws = FakeAws.builder().speed(100).callerPolicy(arguments[0]).build();
          FakeAwsServer server = aws.serve(0)) {
        System.out.println("queues: " + aws.batch().describeJobQueues().jobQueues().size());
        System.out.println("refusal: " + refusal(aws.batch()));
        System.out.println("ec2: " + describeVpcs(server.endpoint()));
      }
    }

    private static String refusal(BatchClient batch) {
      try {
        return batch
            .createComputeEnvironment(r -> r.computeEnvironmentName("spot").type("UNMANAGED"))
            .computeEnvironmentArn();
      } catch (BatchException e) {
        return e.awsErrorDetails().errorCode() + " " + e.awsErrorDetails().errorMessage();
      }
    }

    private static String describeVpcs(URI endpoint) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=a/20300101/us-east-1/ec2/aws4_request")
              .POST(HttpRequest.BodyPublishers.ofString("Action=DescribeVpcs&Version=2016-11-15"))
              .build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .replace('\n', ' ');
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void fake_withOnlyBatch_startsAndNamesTheArtifactThatIsMissing() throws Exception {
    List<String> output =
        OtherJvm.run(Program.class, jar -> !OTHER_SERVICE.matcher(jar).matches(), DESCRIBING);

    assertThat(output).hasSize(5);
    assertThat(output).first().isEqualTo("queues: 0");
    assertThat(output.get(1)).satisfies(OnlyBatchJarTest::namesTheArtifact);
    assertThat(output.get(2)).isEqualTo("queues: 0");
    assertThat(output.get(3))
        .startsWith("refusal: AccessDeniedException User: ")
        .contains("not authorized to perform: batch:CreateComputeEnvironment on resource: ");
    assertThat(output.get(4)).satisfies(OnlyBatchJarTest::namesTheArtifact);
  }

  private static void namesTheArtifact(String answer) {
    assertThat(answer)
        .contains("add software.amazon.awssdk:ec2 to the class path")
        .contains("InternalFailure");
  }
}
