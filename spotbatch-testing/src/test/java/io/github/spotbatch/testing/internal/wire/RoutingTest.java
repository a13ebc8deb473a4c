package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;

class RoutingTest {

  private final List<String> asked = new ArrayList<>();
  private final AwsWire wire = AwsWire.to(this::operations);

  private ServiceOperations operations(AwsService service, String accessKeyId, String region) {
    asked.add(service + " " + accessKeyId + " " + region);
    return Wires.operations(
        service,
        switch (service) {
          case BATCH -> new TinyBatch();
          case ECR -> new TinyEcr();
          case IAM -> new TinyIam();
          default -> new Object();
        });
  }

  @Nested
  class Signed {

    @Test
    void restJson_signature_givesServiceKeyAndRegion() {
      Wires.client(BatchClient.builder(), wire).describeJobs(r -> r.jobs("a"));
      assertThat(asked).containsExactly("BATCH AKID eu-west-1");
    }

    @Test
    void awsJson_signature_givesServiceKeyAndRegion() {
      Wires.client(EcrClient.builder(), wire).createRepository(r -> r.repositoryName("a"));
      assertThat(asked).containsExactly("ECR AKID eu-west-1");
    }

    @Test
    void awsQuery_globalService_isInTheRegionThatSigns() {
      Wires.client(IamClient.builder().region(Region.AWS_GLOBAL), wire).getRole(r -> {});
      assertThat(asked).containsExactly("IAM AKID us-east-1");
    }

    @Test
    void query_operationSpeltInCapitals_isFound() {
      assertThat(
              Wires.client(IamClient.builder(), wire)
                  .createVirtualMFADevice(r -> r.virtualMFADeviceName("a"))
                  .virtualMFADevice()
                  .serialNumber())
          .isEqualTo("a");
    }

    @Test
    void call_serviceNotModelled_saysSo() {
      HttpIn in =
          Requests.post("/")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/sqs/aws4_request")
              .header("X-Amz-Target", "AmazonSQS.SendMessage")
              .body("{}");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> wire.apply(in))
          .withMessage("spotbatch-testing does not model sqs SendMessage");
      assertThat(asked).isEmpty();
    }
  }

  @Nested
  class Unsigned {

    @Test
    void hostOfService_givesServiceAndRegion() {
      anonymousBatch().describeJobs(r -> r.jobs("a"));
      assertThat(asked).containsExactly("BATCH null us-west-2");
    }

    @Test
    void loopbackHost_isFoundByTheOperation() {
      IamClient iam =
          IamClient.builder()
              .region(Region.AWS_GLOBAL)
              .endpointOverride(URI.create("http://127.0.0.1:1"))
              .credentialsProvider(AnonymousCredentialsProvider.create())
              .httpClient(InProcessHttpClient.of(wire))
              .build();
      assertThat(iam.getRole(r -> r.roleName("a")).role().roleName()).isEqualTo("a");
      assertThat(asked).last().isEqualTo("IAM null null");
    }

    @Test
    void loopbackHost_operationOfNoService_saysSo() {
      HttpIn in =
          Requests.post("/")
              .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
              .body("Action=Nonsense&Version=1");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> wire.apply(in))
          .withMessage("spotbatch-testing does not model any Nonsense");
    }

    private BatchClient anonymousBatch() {
      return BatchClient.builder()
          .region(Region.US_WEST_2)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(InProcessHttpClient.of(wire))
          .build();
    }
  }

  @Nested
  class NotModelled {

    @Test
    void restJson_operationOfTheClient_isNamed() {
      BatchClient batch = Wires.client(BatchClient.builder(), wire);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> batch.untagResource(r -> r.resourceArn("a/b").tagKeys("k")))
          .withMessage("spotbatch-testing does not model batch UntagResource");
    }

    @Test
    void restJson_pathOfNoOperation_isShown() {
      HttpIn in =
          Requests.post("/v9/what").header("Host", "batch.us-east-1.amazonaws.com").body("");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> wire.apply(in))
          .withMessage("spotbatch-testing does not model batch POST /v9/what");
    }

    @Test
    void awsQuery_operationOfTheClient_isNamed() {
      IamClient iam = Wires.client(IamClient.builder(), wire);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(iam::listUsers)
          .withMessage("spotbatch-testing does not model iam ListUsers");
    }

    @Test
    void awsJson_operationOfTheClient_isNamed() {
      EcrClient ecr = Wires.client(EcrClient.builder(), wire);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> ecr.describeRegistry(r -> {}))
          .withMessage("spotbatch-testing does not model ecr DescribeRegistry");
    }
  }

  /** Takes any request and answers something of it. */
  public static final class TinyBatch {
    public DescribeJobsResponse describeJobs(DescribeJobsRequest request) {
      return DescribeJobsResponse.builder().build();
    }
  }

  /** Has helpers beside its operation. */
  public static final class TinyEcr {
    public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
      return CreateRepositoryResponse.builder().build();
    }

    public String helper(SdkRequest request) {
      throw new AssertionError(request);
    }

    public SdkResponse helper(String text) {
      throw new AssertionError(text);
    }
  }

  /** Answers with the name that it was asked for. */
  public static final class TinyIam {
    public GetRoleResponse getRole(GetRoleRequest request) {
      return GetRoleResponse.builder().role(r -> r.roleName(request.roleName())).build();
    }

    public CreateVirtualMfaDeviceResponse createVirtualMfaDevice(
        CreateVirtualMfaDeviceRequest request) {
      return CreateVirtualMfaDeviceResponse.builder()
          .virtualMFADevice(d -> d.serialNumber(request.virtualMFADeviceName()))
          .build();
    }
  }
}
