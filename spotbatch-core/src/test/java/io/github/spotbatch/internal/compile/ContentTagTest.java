package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

class ContentTagTest {

  private static final String KEY = "spotbatch:content";

  @Test
  void compile_sameContent_hasTheSameTag() {
    assertThat(tag(d -> d.putEnvironment("A", "1").putEnvironment("B", "2")))
        .matches("[0-9a-f]{32}")
        .isEqualTo(tag(d -> d.putEnvironment("B", "2").putEnvironment("A", "1")));
  }

  @Test
  void compile_otherContent_hasAnotherTag() {
    assertThat(tag(d -> d.putEnvironment("A", "1")))
        .isNotEqualTo(tag(d -> d.putEnvironment("A", "2")))
        .isNotEqualTo(tag(d -> d));
  }

  @Test
  void compile_otherTags_areNoOtherContentUnlessTheJobsGetThem() {
    assertThat(tag(d -> d.tag("Shot", "1"))).isEqualTo(tag(d -> d.tag("Shot", "2")));
    assertThat(tag(d -> d.tag("Shot", "1").propagateTags(true)))
        .isNotEqualTo(tag(d -> d.tag("Shot", "2").propagateTags(true)));
  }

  /** Three are those that say whose it is. */
  @ParameterizedTest
  @CsvSource({"46, true", "47, false"})
  void compile_ownTags_leaveRoomOrNot(int own, boolean room) {
    Map<String, String> tags =
        IntStream.range(0, own).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v"));

    assertThat(tags(d -> d.tags(tags))).hasSize(50);
    assertThat(tags(d -> d.tags(tags)).containsKey(KEY)).isEqualTo(room);
  }

  private static String tag(UnaryOperator<JobDefinitionSpec.Builder> change) {
    return tags(change).getOrDefault(KEY, "");
  }

  private static Map<String, String> tags(UnaryOperator<JobDefinitionSpec.Builder> change) {
    JobDefinitionSpec.Builder work =
        JobDefinitionSpec.builder("work")
            .image(ContainerImage.fromRegistry("busybox:1.37"))
            .memoryMiB(64);
    StackSpec stack = StackSpec.builder("demo").jobDefinition(change.apply(work).build()).build();
    return CompiledStack.compile(stack, SampleStacks.TARGET, Map.of()).resources().stream()
        .flatMap(resource -> resource.requests().stream())
        .filter(RegisterJobDefinitionRequest.class::isInstance)
        .map(request -> ((RegisterJobDefinitionRequest) request).tags())
        .findFirst()
        .orElseThrow();
  }
}
