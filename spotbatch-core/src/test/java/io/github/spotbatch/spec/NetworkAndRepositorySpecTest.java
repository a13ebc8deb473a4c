package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAndRepositorySpecTest {

  @Test
  void defaultVpc_always_namesNothing() {
    NetworkSpec network = NetworkSpec.defaultVpc();

    assertThat(network.vpcId()).isEmpty();
    assertThat(network.subnetIds()).isEmpty();
    assertThat(network.securityGroupIds()).isEmpty();
  }

  @Test
  void build_onlyName_repositoryHasDefaults() {
    RepositorySpec repository = RepositorySpec.builder("app").build();

    assertThat(repository.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    assertThat(repository.scanOnPush()).isFalse();
    assertThat(repository.untaggedExpiry()).isEmpty();
    assertThat(repository.tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "app", "team/app", "my.app_1-x--y", "a__b"})
  void build_legalName_repositoryIsMade(String name) {
    assertThat(RepositorySpec.builder(name).build().name()).isEqualTo(name);
  }

  static Stream<Refused> refusals() {
    String name = "must be 1 to 256 of a-z and 0-9, with single . _ - or / between";
    return Stream.of(
        refused(
            "CE-70",
            () -> NetworkSpec.builder().vpcId("main").build(),
            "network.vpcId",
            "main",
            "must be like vpc-0123456789abcdef0"),
        refused(
            "CE-70",
            () -> NetworkSpec.builder().addSubnetId("subnet-1").addSubnetId("a").build(),
            "network.subnetIds[1]",
            "a",
            "must be like subnet-0123456789abcdef0"),
        refused(
            "CE-70",
            () -> NetworkSpec.builder().subnetIds("subnet-1", "subnet-1").build(),
            "network.subnetIds[1]",
            "subnet-1",
            "must not be given twice"),
        refused(
            "CE-71",
            () -> NetworkSpec.builder().securityGroupIds("default").build(),
            "network.securityGroupIds[0]",
            "default",
            "must be like sg-0123456789abcdef0"),
        refused(
            "CE-71",
            () ->
                NetworkSpec.builder().addSecurityGroupId("sg-1").addSecurityGroupId("sg-1").build(),
            "network.securityGroupIds[1]",
            "sg-1",
            "must not be given twice"),
        refused(
            "ECR-1",
            () -> RepositorySpec.builder("App").build(),
            "repository[App].name",
            "App",
            name),
        refused(
            "ECR-1",
            () -> RepositorySpec.builder("a..b").build(),
            "repository[a..b].name",
            "a..b",
            name),
        expiry(Duration.ZERO),
        expiry(Duration.ofHours(25)),
        expiry(Duration.ofDays(3651)));
  }

  private static Refused expiry(Duration expiry) {
    return refused(
        "expiry",
        () -> RepositorySpec.builder("app").untaggedExpiry(expiry).build(),
        "repository[app].untaggedExpiry",
        expiry.toString(),
        "must be whole days, 1 to 3650");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
