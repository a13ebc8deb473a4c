package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;

class JsonTest {

  private final JobDetail job =
      JobDetail.builder()
          .jobName("frame")
          .createdAt(1000L)
          .retryStrategy(strategy -> strategy.attempts(1).evaluateOnExit(List.of()))
          .build();

  @Test
  void tree_ofAnSdkObject_hasTheNamesOfTheWire() {
    assertThat(text(Json.tree(job)))
        .isEqualTo(
            "{\"jobName\":\"frame\",\"createdAt\":1000,"
                + "\"retryStrategy\":{\"attempts\":1,\"evaluateOnExit\":[]}}");
  }

  @Test
  void tree_addedTo_hasBoth() {
    Map<String, Object> tree = Json.tree(job.toBuilder().retryStrategy(it -> {}).build());
    tree.put("tags", Map.of("resourceArn", "arn"));

    assertThat(text(tree)).endsWith(",\"tags\":{\"resourceArn\":\"arn\"}}");
  }

  private static String text(Map<String, Object> tree) {
    return new String(Json.write(tree), StandardCharsets.UTF_8);
  }
}
