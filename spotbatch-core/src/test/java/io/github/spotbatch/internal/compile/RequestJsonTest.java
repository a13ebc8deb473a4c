package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class RequestJsonTest {

  private static final SubmitJobRequest SUBMIT =
      SubmitJobRequest.builder()
          .containerOverrides(
              ContainerOverrides.builder()
                  .environment(e -> e.name("PASSWORD").value("secret"))
                  .build())
          .build();

  @Test
  void render_quotesAndUnsetMembers_areEscapedAndLeftOut() {
    assertThat(
            RequestJson.render(
                CreateComputeEnvironmentRequest.builder()
                    .computeEnvironmentName("a\"\\\n")
                    .build()))
        .isEqualTo("{\n  \"computeEnvironmentName\": \"a\\\"\\\\\\n\"\n}");
  }

  @Test
  void renderForEyes_environment_showsTheNameOnly() {
    assertThat(RequestJson.render(SUBMIT)).contains("PASSWORD", "secret");
    assertThat(RequestJson.renderForEyes(SUBMIT))
        .contains("PASSWORD", "***")
        .doesNotContain("secret");
  }

  @Test
  void operation_ofARequest_isItsNameInTheApi() {
    assertThat(RequestJson.operation(SUBMIT)).isEqualTo("SubmitJob");
  }
}
