package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the builder of every spec alike, found by reflection. */
class BuildersTest {

  /** What the interfaces compute from their attributes. */
  private static final Set<String> COMPUTED =
      Set.of("toBuilder", "explain", "warnings", "cpuArchitecture");

  static Stream<Object> values() {
    return Stream.of(
        Samples.fullStack(),
        Samples.fullSpot(),
        Samples.fullOnDemand(),
        Samples.fullQueue(),
        Samples.fullDefinition(),
        Samples.fullRequest(),
        Samples.fullStep(),
        Samples.fullPipeline(),
        Samples.fullRepository(),
        Samples.fullNetwork(),
        Samples.fullVolume(),
        Samples.fullRole(),
        Samples.fullEfs(),
        RetryPolicy.spotInterruptions(),
        RetryCondition.exit().onStatusReason("a").onReason("b").onExitCode("1").build(),
        LogConfigurationSpec.builder(LogDriver.SPLUNK)
            .option("splunk-url", "https://splunk.example.org")
            .secretOption("splunk-token", Samples.SECRET_ARN)
            .build(),
        AttemptObservation.builder(1)
            .statusReason("a")
            .reason("b")
            .exitCode(1)
            .timedOut(true)
            .cancelled(true)
            .terminated(true)
            .build());
  }

  @ParameterizedTest
  @MethodSource("values")
  void toBuilder_anyValue_buildsAnEqualOne(Object value) throws Exception {
    Object builder = call(value, "toBuilder");
    Object copy = call(builder, "build");

    assertThat(copy).isEqualTo(value).hasSameHashCodeAs(value).hasToString(value.toString());
    assertThat(copy).isNotSameAs(value);
  }

  /** So that the round trip would notice an attribute that is lost. */
  @ParameterizedTest
  @MethodSource("values")
  void sample_anyAttribute_isGiven(Object value) throws Exception {
    for (Method attribute : attributes(specOf(value)).toList()) {
      boolean existing = attribute.getName().startsWith("existing");
      Object given = call(value, attribute.getName());
      assertThat(existing || !isEmpty(given)).as(attribute.toString()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void builder_anyAttribute_hasASetter(Object value) throws Exception {
    Class<?> spec = specOf(value);
    Class<?> builder = spec.getMethod("toBuilder").getReturnType();
    Set<String> setters =
        Arrays.stream(builder.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getParameterCount() == 1)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> attributes =
        attributes(spec).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    attributes.removeAll(given(spec));

    assertThat(setters).containsAll(attributes);
  }

  /** What the entry point takes, so that no setter is needed. */
  private static Set<String> given(Class<?> spec) {
    Map<Class<?>, Set<String>> given =
        Map.of(
            RoleSpec.class, Set.of("name", "existingArn"),
            RepositorySpec.class, Set.of("name", "existingName"),
            JobRequest.class, Set.of("jobDefinition"),
            PipelineStep.class, Set.of("name", "request"),
            RetryCondition.class, Set.of("action"),
            LogConfigurationSpec.class, Set.of("logDriver"),
            AttemptObservation.class, Set.of("attempt"),
            EfsVolume.class, Set.of("name", "fileSystemId"));
    return given.getOrDefault(spec, Set.of("name"));
  }

  private static Stream<Method> attributes(Class<?> spec) {
    return Arrays.stream(spec.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !COMPUTED.contains(method.getName()));
  }

  private static Class<?> specOf(Object value) {
    return List.of(value.getClass().getInterfaces()).get(0);
  }

  private static boolean isEmpty(Object value) {
    return value instanceof Optional<?> optional && optional.isEmpty()
        || value instanceof OptionalInt number && number.isEmpty()
        || value instanceof Collection<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static Object call(Object target, String method) throws Exception {
    Method found =
        Arrays.stream(target.getClass().getMethods())
            .filter(given -> given.getName().equals(method) && given.getParameterCount() == 0)
            .findFirst()
            .orElseThrow();
    found.setAccessible(true);
    try {
      return found.invoke(target);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " of " + target, e.getCause());
    }
  }
}
