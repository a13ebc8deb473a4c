package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {

  private final Names names = new Names("demo", "eu-west-1");

  @Test
  void names_ofEachKind_carryTheStack() {
    assertThat(names.jobQueue("jobs")).isEqualTo("demo-jobs");
    assertThat(names.jobDefinition("work")).isEqualTo("demo-work");
    assertThat(names.computeEnvironment("spot", 2)).isEqualTo("demo-spot-2");
    assertThat(names.role("instance")).isEqualTo("demo-eu-west-1-instance");
    assertThat(names.repository("app")).isEqualTo("demo-app");
    assertThat(names.securityGroup()).isEqualTo("demo");
    assertThat(names.logGroup()).isEqualTo("/aws/batch/job/demo");
  }

  @Test
  void tags_userGivesOwnershipTag_isOverruled() {
    assertThat(names.tags("jobs", Map.of("spotbatch:stack", "other", "Team", "a")))
        .containsOnly(
            Map.entry("spotbatch:stack", "demo"),
            Map.entry("spotbatch:name", "jobs"),
            Map.entry("spotbatch:region", "eu-west-1"),
            Map.entry("Team", "a"));
  }
}
