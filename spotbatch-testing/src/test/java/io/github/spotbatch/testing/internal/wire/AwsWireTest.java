package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.TagResourceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class AwsWireTest {

  private final List<SdkRequest> received = new ArrayList<>();

  private AwsWire answering(AwsService service, SdkResponse response) {
    return Wires.wire(
        Wires.everyOperation(
            service,
            request -> {
              received.add(request);
              return response;
            }));
  }

  @Nested
  class Requested {

    @Test
    void query_emptyListAndNoList_areToldApart() {
      IamClient iam =
          Wires.client(
              IamClient.builder(), answering(AwsService.IAM, CreateRoleResponse.builder().build()));
      iam.createRole(r -> r.roleName("a").tags(List.of()));
      iam.createRole(r -> r.roleName("a"));
      CreateRoleRequest empty = (CreateRoleRequest) received.get(0);
      CreateRoleRequest unset = (CreateRoleRequest) received.get(1);
      assertThat(empty.hasTags()).isTrue();
      assertThat(empty.tags()).isEmpty();
      assertThat(unset.hasTags()).isFalse();
    }

    @Test
    void query_elementsInAnyOrder_areSortedByNumber() {
      AwsWire wire = answering(AwsService.EC2, DescribeInstancesResponse.builder().build());
      wire.apply(
          form().body("Action=DescribeInstances&InstanceId.10=c&InstanceId.9=b&InstanceId.1=a"));
      assertThat(((DescribeInstancesRequest) received.get(0)).instanceIds())
          .containsExactly("a", "b", "c");
    }

    @Test
    void restJson_plusSignInPath_isAPlusSign() {
      AwsWire wire = answering(AwsService.BATCH, TagResourceResponse.builder().build());
      wire.apply(
          Requests.post("/v1/tags/a+b%20c%2Fd")
              .header("Host", "batch.us-east-1.amazonaws.com")
              .body("{}"));
      assertThat(((TagResourceRequest) received.get(0)).resourceArn()).isEqualTo("a+b c/d");
    }

    @Test
    void query_timeOfAnotherClient_isUnderstood() {
      AwsWire wire = answering(AwsService.EC2, DescribeSpotPriceHistoryResponse.builder().build());
      for (String time :
          List.of(
              "2026-01-02T03:04:05.678Z", "2026-01-02T05:04:05.678%2B02:00", "1767323045.678")) {
        wire.apply(form().body("Action=DescribeSpotPriceHistory&StartTime=" + time));
      }
      assertThat(received)
          .hasSize(3)
          .extracting(r -> ((DescribeSpotPriceHistoryRequest) r).startTime())
          .containsOnly(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Test
    void anyProtocol_zippedBody_isUnzipped() throws IOException {
      AwsWire wire = answering(AwsService.BATCH, SubmitJobResponse.builder().build());
      wire.apply(batch().header("Content-Encoding", "gzip").body(zipped("{\"jobName\":\"a\"}")));
      assertThat(received).containsExactly(SubmitJobRequest.builder().jobName("a").build());
    }

    @Test
    void query_truthInAnyCase_isUnderstood() {
      AwsWire wire = answering(AwsService.EC2, DescribeInstancesResponse.builder().build());
      for (String dryRun : List.of("true", "True", "false", "FALSE")) {
        wire.apply(form().body("Action=DescribeInstances&DryRun=" + dryRun));
      }
      assertThat(received)
          .extracting(r -> ((DescribeInstancesRequest) r).dryRun())
          .containsExactly(true, true, false, false);
      assertThat(wire.apply(form().body("Action=DescribeInstances&DryRun=1")).status())
          .isEqualTo(400);
    }

    @Test
    void restJson_wrongTypeOrNoJson_isSerializationException() {
      AwsWire wire = answering(AwsService.BATCH, SubmitJobResponse.builder().build());
      for (String body :
          List.of(
              "null",
              "{\"jobName\":",
              "{\"containerOverrides\":7}",
              "{\"dependsOn\":{}}",
              "{\"propagateTags\":\"abc\"}",
              "{\"schedulingPriorityOverride\":\"x\"}")) {
        HttpOut out = wire.apply(batch().body(body));
        assertThat(out.status()).isEqualTo(400);
        assertThat(out.headers()).containsEntry("x-amzn-ErrorType", "SerializationException");
      }
      assertThat(received).isEmpty();
    }
  }

  @Nested
  class Answered {

    @Test
    void awsJson_version_isThatOfTheRequest() {
      AwsWire wire =
          answering(AwsService.STS, GetCallerIdentityResponse.builder().account("1").build());
      for (String version : List.of("1.0", "1.1")) {
        HttpOut out =
            wire.apply(
                Requests.post("/")
                    .header("Host", "sts.amazonaws.com")
                    .header("X-Amz-Target", "AWSSecurityTokenServiceV20110615.GetCallerIdentity")
                    .header("Content-Type", "application/x-amz-json-" + version)
                    .body("{}"));
        assertThat(out.headers())
            .containsEntry("Content-Type", "application/x-amz-json-" + version);
        assertThat(out.body().asUtf8String()).isEqualTo("{\"Account\":\"1\"}");
      }
    }

    @Test
    void apply_twoCalls_haveTheirOwnRequestIds() {
      AwsWire wire = answering(AwsService.BATCH, SubmitJobResponse.builder().build());
      assertThat(wire.apply(batch().body("{}")).headers())
          .containsEntry("x-amzn-RequestId", "00000000-0000-0000-0000-000000000001");
      assertThat(wire.apply(batch().body("{}")).headers())
          .containsEntry("x-amzn-RequestId", "00000000-0000-0000-0000-000000000002");
    }
  }

  private static Requests form() {
    return Requests.post("/")
        .header("Host", "ec2.us-east-1.amazonaws.com")
        .header("Content-Type", "application/x-www-form-urlencoded");
  }

  private static Requests batch() {
    return Requests.post("/v1/submitjob").header("Host", "batch.us-east-1.amazonaws.com");
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
