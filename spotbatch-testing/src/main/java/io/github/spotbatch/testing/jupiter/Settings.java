package io.github.spotbatch.testing.jupiter;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsBuilder;
import io.github.spotbatch.testing.Invariant;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import software.amazon.awssdk.regions.Region;

/** What the annotation nearest to a test says; none stands for its defaults. */
final class Settings {

  private final Optional<FakeAwsTest> annotation;

  private Settings(Optional<FakeAwsTest> annotation) {
    this.annotation = annotation;
  }

  static Settings of(ExtensionContext context) {
    Optional<FakeAwsTest> found = on(context.getRequiredTestMethod());
    @Nullable Class<?> type = context.getRequiredTestClass();
    while (found.isEmpty() && type != null) {
      found = on(type);
      type = type.getEnclosingClass();
    }
    return new Settings(found);
  }

  private static Optional<FakeAwsTest> on(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, FakeAwsTest.class);
  }

  FakeAws world() {
    FakeAwsBuilder builder = FakeAws.builder();
    annotation.ifPresent(
        told -> {
          builder.seed(told.seed()).region(Region.of(told.region()));
          if (told.speed() != 0) {
            builder.speed(told.speed());
          }
        });
    return builder.build();
  }

  Set<Invariant> invariants() {
    Set<Invariant> invariants = EnumSet.copyOf(Invariant.defaults());
    annotation.ifPresent(
        told -> {
          invariants.addAll(Arrays.asList(told.checked()));
          Arrays.asList(told.unchecked()).forEach(invariants::remove);
        });
    return invariants;
  }
}
