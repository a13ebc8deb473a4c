package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NullArgumentsTest {

  static Stream<Arguments> calls() {
    return Stream.of(
        call("name", () -> StackSpec.builder(null)),
        call("name", () -> SpotComputeEnvironment.builder(null)),
        call("jobDefinition", () -> JobRequest.builder(null)),
        call("jobId", () -> JobDependency.on(null)),
        call("jobId", () -> JobDependency.nToN(null)),
        call("request", () -> PipelineStep.builder("a", null)),
        call("instanceType", () -> CpuArchitecture.ofInstanceType(null)),
        call("arn", () -> RoleSpec.existing(null)),
        call("reference", () -> ContainerImage.fromRegistry(null)),
        call("reason", () -> JobStateTimeLimit.of(null, Duration.ofHours(1))),
        call("maxTime", () -> JobStateTimeLimit.of(RunnableReason.JOB_RESOURCE_REQUIREMENT, null)),
        call("base", () -> StackSpec.withRandomSuffix(null, new Random(7))),
        call("random", () -> StackSpec.withRandomSuffix("demo", null)),
        call("timeout", () -> Samples.definition().timeout(null)),
        call("tags", () -> Samples.definition().tag("key", null)),
        call("imageType", () -> Samples.spot().imageType(null)));
  }

  private static Arguments call(String parameter, ThrowingCallable call) {
    return Arguments.of(parameter, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void anyCall_nullArgument_isNamed(String parameter, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessageContaining(parameter);
  }
}
