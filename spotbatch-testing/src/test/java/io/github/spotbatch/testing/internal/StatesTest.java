package io.github.spotbatch.testing.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.github.spotbatch.testing",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StatesTest {

  /** So that the fake starts with only the batch jar present. */
  @ArchTest
  static final ArchRule states_needNoClassOfTheSdk =
      noClasses()
          .that()
          .haveSimpleName("Scope")
          .or()
          .haveNameMatching(".*\\.(Iam|Ec2|Ecr|Ecs|Log|Event)State")
          .should()
          .transitivelyDependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  /** The jar of ECS is optional. */
  @ArchTest
  static final ArchRule ecsClasses_areNamedByItsOwnServiceOnly =
      noClasses()
          .that()
          .doNotHaveSimpleName("FakeEcs")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.services.ecs..");
}
