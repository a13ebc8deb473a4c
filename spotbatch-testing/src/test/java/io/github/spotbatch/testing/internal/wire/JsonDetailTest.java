package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;

class JsonDetailTest {

  private final JobDetail job =
      JobDetail.builder()
          .jobName("frame")
          .createdAt(1000L)
          .retryStrategy(strategy -> strategy.attempts(1).evaluateOnExit(List.of()))
          .build();

  @Test
  void of_sdkObject_hasTheNamesOfTheWire() {
    assertThat(JsonDetail.of(job))
        .isEqualTo(
            "{\"jobName\":\"frame\",\"createdAt\":1000,"
                + "\"retryStrategy\":{\"attempts\":1,\"evaluateOnExit\":[]}}");
  }

  @Test
  void text_treeAddedTo_hasBoth() {
    Map<String, Object> tree = JsonDetail.tree(job.toBuilder().retryStrategy(it -> {}).build());
    tree.put("tags", Map.of("resourceArn", "arn"));

    assertThat(JsonDetail.text(tree)).endsWith(",\"tags\":{\"resourceArn\":\"arn\"}}");
  }
}
