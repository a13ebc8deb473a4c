package io.github.spotbatch.internal.compile;

import static io.github.spotbatch.spec.CpuArchitecture.ARM64;
import static io.github.spotbatch.spec.CpuArchitecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

class ArchitectureTagTest {

  private static final ContainerImage IMAGE = ContainerImage.fromRegistry("busybox:1.37");

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(Set.of(X86_64), "x86_64"),
        Arguments.of(Set.of(ARM64), "arm64"),
        Arguments.of(Set.of(X86_64, ARM64), "arm64+x86_64"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void compile_architectureIsKnown_isATagThatCanBeRead(Set<CpuArchitecture> known, String text) {
    Map<String, String> tags = new HashMap<>(tags(known, Map.of()));

    assertThat(tags.remove("spotbatch:content")).isNotNull();
    assertThat(tags)
        .containsOnly(
            Map.entry("spotbatch:stack", "demo"),
            Map.entry("spotbatch:name", "work"),
            Map.entry("spotbatch:region", "eu-central-1"),
            Map.entry("spotbatch:architecture", text));
    assertThat(ArchitectureTag.read(tags)).isEqualTo(known);
  }

  @Test
  void compile_architectureIsNotKnown_isNoTag() {
    Map<String, String> tags = tags(Set.of(), Map.of());

    assertThat(tags).doesNotContainKey("spotbatch:architecture");
    assertThat(ArchitectureTag.read(tags)).isEmpty();
  }

  @Test
  void compile_ownTagsLeaveOneRoom_isTheFiftieth() {
    assertThat(tags(Set.of(ARM64), numbered(46)))
        .hasSize(50)
        .containsEntry("spotbatch:architecture", "arm64");
  }

  @Test
  void compile_ownTagsLeaveNoRoom_isNoTag() {
    assertThat(tags(Set.of(ARM64), numbered(47)))
        .hasSize(50)
        .doesNotContainKey("spotbatch:architecture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "riscv64", "arm64+riscv64", "X86_64", "arm64+", "arm64 x86_64"})
  void read_somethingUnheardOf_tellsNothing(String text) {
    assertThat(ArchitectureTag.read(Map.of("spotbatch:architecture", text))).isEmpty();
  }

  private static Map<String, String> numbered(int tags) {
    return IntStream.range(0, tags).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v"));
  }

  private static Map<String, String> tags(Set<CpuArchitecture> known, Map<String, String> users) {
    StackSpec stack =
        StackSpec.builder("demo")
            .jobDefinition(
                JobDefinitionSpec.builder("work").image(IMAGE).memoryMiB(64).tags(users).build())
            .build();
    ResolvedImage image =
        new ResolvedImage(Optional.empty(), known, Optional.empty(), Optional.empty());
    return CompiledStack.compile(stack, SampleStacks.TARGET, Map.of(IMAGE, image))
        .resources()
        .stream()
        .flatMap(resource -> resource.requests().stream())
        .filter(RegisterJobDefinitionRequest.class::isInstance)
        .map(request -> ((RegisterJobDefinitionRequest) request).tags())
        .findFirst()
        .orElseThrow();
  }
}
