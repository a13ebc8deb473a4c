package io.github.spotbatch.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

@AnalyzeClasses(
    packages = "io.github.spotbatch.testing",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String INTERNAL = "io.github.spotbatch..internal..";

  /** So that the same seed gives the same run. */
  @ArchTest
  static final ArchRule nothing_readsTheWallClockSleepsOrDrawsUnseeded =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ThreadLocalRandom.class, Clock.class);

  @ArchTest
  static final ArchRule publicSignatures_nameNothingInternal =
      classes()
          .that()
          .resideOutsideOfPackage(INTERNAL)
          .and()
          .arePublic()
          .should(nameNothingInternalInPublic());

  /** What Batch does is known to Batch alone; its neighbours know nothing of it. */
  @ArchTest
  static final ArchRule neighbours_knowNothingOfBatch =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..internal.iam..",
              "..internal.ec2..",
              "..internal.ecr..",
              "..internal.ecs..",
              "..internal.logs..",
              "..internal.events..",
              "..internal.metadata..",
              "..internal.secrets..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..internal.batch..");

  private static ArchCondition<JavaClass> nameNothingInternalInPublic() {
    return new ArchCondition<>("name no internal type in a public signature") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnits().stream()
            .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(unit -> named(unit).anyMatch(resideInAPackage(INTERNAL)))
            .forEach(unit -> events.add(SimpleConditionEvent.violated(unit, unit.getFullName())));
      }
    };
  }

  private static Stream<JavaClass> named(JavaCodeUnit unit) {
    return Stream.concat(
        unit.getReturnType().getAllInvolvedRawTypes().stream(),
        unit.getParameterTypes().stream()
            .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()));
  }
}
