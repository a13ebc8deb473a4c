package io.github.spotbatch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.google.cloud.tools.jib.api.RegistryImage;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.spotbatch.time.WallClock;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

@AnalyzeClasses(
    packages = "io.github.spotbatch",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_dependOneWayOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("spec")
          .definedBy("io.github.spotbatch.spec..")
          .layer("base")
          .definedBy(
              "io.github.spotbatch.time..",
              "io.github.spotbatch.aws..",
              "io.github.spotbatch.exception..",
              "io.github.spotbatch.internal.json..",
              "io.github.spotbatch.internal")
          .layer("images")
          .definedBy("io.github.spotbatch.image..", "io.github.spotbatch.internal.image..")
          .layer("requests")
          .definedBy("io.github.spotbatch.internal.aws..", "io.github.spotbatch.internal.compile..")
          .layer("jobs")
          .definedBy("io.github.spotbatch.job..", "io.github.spotbatch.internal.job..")
          .layer("stacks")
          .definedBy(
              "io.github.spotbatch",
              "io.github.spotbatch.internal.changes..",
              "io.github.spotbatch.internal.diff..",
              "io.github.spotbatch.internal.provision..")
          .whereLayer("stacks")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("stacks")
          .whereLayer("requests")
          .mayOnlyBeAccessedByLayers("jobs", "stacks")
          .whereLayer("images")
          .mayOnlyBeAccessedByLayers("requests", "stacks")
          .whereLayer("spec")
          .mayNotAccessAnyLayer()
          .whereLayer("base")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule spec_isALeaf =
      noClasses()
          .that()
          .resideInAPackage("io.github.spotbatch.spec..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("software.amazon.awssdk..", "dev.failsafe..", "org.slf4j..")
                  .or(
                      resideInAPackage("io.github.spotbatch..")
                          .and(
                              DescribedPredicate.not(
                                  resideInAPackage("io.github.spotbatch.spec..")))))
          .allowEmptyShould(true);

  /** It is what a job's container needs of spotbatch. */
  @ArchTest
  static final ArchRule runtime_needsTheJdkAndSpecsAlone =
      classes()
          .that()
          .resideInAPackage("io.github.spotbatch.runtime..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.spotbatch.runtime..",
              "io.github.spotbatch.spec..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule failsafe_staysInternal =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.spotbatch.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.failsafe..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule jib_isNamedByItsOwnClassesAlone =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("Jib")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.cloud.tools..")
          .allowEmptyShould(true);

  /** Its HTTP client can be told to log its headers. */
  @ArchTest
  static final ArchRule jib_speaksToNoRegistry =
      noClasses().should().dependOnClassesThat().areAssignableTo(RegistryImage.class);

  @ArchTest
  static final ArchRule publicSignatures_showNoInternals =
      classes()
          .that(areApi())
          .should(showNoneOf("io.github.spotbatch.internal", "dev.failsafe.", "org.immutables."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule publicConstructors_areThoseOfExceptions =
      noClasses()
          .that(areApi())
          .and()
          .areNotAssignableTo(Throwable.class)
          .and()
          .areNotRecords()
          .should(ArchCondition.from(havePublicConstructor()))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule time_isTheWallClocksAlone =
      noClasses()
          .that()
          .doNotBelongToAnyOf(WallClock.class)
          .should(callMethodWhere(readsTheClock()))
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule randomness_isInjected =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaClass> areApi() {
    return new DescribedPredicate<>("are API") {
      @Override
      public boolean test(JavaClass type) {
        boolean internal = type.getPackageName().startsWith("io.github.spotbatch.internal");
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC);
        boolean enclosed =
            type.getEnclosingClass()
                .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                .orElse(true);
        return visible && enclosed && !internal;
      }
    };
  }

  /** Looks at every type that a caller can see, type arguments included. */
  private static ArchCondition<JavaClass> showNoneOf(String... prefixes) {
    return new ArchCondition<>("show no type of " + List.of(prefixes)) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> supertypes =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> fields =
            type.getFields().stream()
                .filter(field -> visible(field.getModifiers()))
                .map(field -> field.getType());
        Stream<JavaType> codeUnits =
            type.getCodeUnits().stream()
                .filter(unit -> visible(unit.getModifiers()))
                .flatMap(ArchitectureTest::shown);
        Stream.of(supertypes, fields, codeUnits)
            .flatMap(types -> types)
            .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getName)
            .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
            .distinct()
            .forEach(
                name ->
                    events.add(
                        SimpleConditionEvent.violated(type, type.getName() + " shows " + name)));
      }
    };
  }

  private static Stream<JavaType> shown(JavaCodeUnit unit) {
    Stream<JavaType> parameters = unit.getParameterTypes().stream();
    Stream<JavaType> thrown =
        unit.getThrowsClause().getTypes().stream().map(given -> (JavaType) given);
    return Stream.of(parameters, thrown, Stream.of(unit.getReturnType())).flatMap(types -> types);
  }

  private static boolean visible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static DescribedPredicate<JavaClass> havePublicConstructor() {
    return new DescribedPredicate<>("have a public constructor") {
      @Override
      public boolean test(JavaClass type) {
        return type.getConstructors().stream()
            .anyMatch(constructor -> visible(constructor.getModifiers()));
      }
    };
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    Set<String> ofSystem = Set.of("currentTimeMillis", "nanoTime");
    return new DescribedPredicate<>("it reads the clock") {
      @Override
      public boolean test(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        boolean system = owner.isEquivalentTo(System.class) && ofSystem.contains(name);
        boolean clock = owner.isEquivalentTo(Clock.class);
        boolean now = owner.getPackageName().equals("java.time") && name.equals("now");
        return system || clock || now;
      }
    };
  }
}
