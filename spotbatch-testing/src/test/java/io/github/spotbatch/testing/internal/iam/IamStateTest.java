package io.github.spotbatch.testing.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Neighbours;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IamStateTest {

  private static final String TRUST_BATCH =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
          + "[\"ecs-tasks.amazonaws.com\",\"batch.amazonaws.com\"]},\"Action\":\"sts:AssumeRole\"}}";

  private final Neighbours neighbours =
      new Neighbours(Timings.defaults().with(Timings.Step.IAM_PROPAGATION, Duration.ofSeconds(10)));
  private final IamState state = neighbours.scope.iam();

  @Nested
  class Birth {

    @Test
    void newAccount_consoleRole_isVisibleAtOnce() {
      assertThat(state.roleVisible("ecsInstanceRole", neighbours.world.now())).isTrue();
      assertThat(state.instanceProfileVisible("ecsInstanceRole", neighbours.world.now())).isTrue();
      assertThat(
              state.roleHasPolicy(
                  "ecsInstanceRole",
                  "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
                  neighbours.world.now()))
          .isTrue();
    }

    @Test
    void serviceLinkedRole_onDemand_isVisibleToItsServiceAtOnce() {
      Role role = state.serviceLinkedRole(ServiceLinkedRole.BATCH);

      assertThat(state.serviceLinkedRole(ServiceLinkedRole.BATCH)).isSameAs(role);
      assertThat(state.roleTrusts(role.arn(), "batch.amazonaws.com", neighbours.world.now()))
          .isTrue();
    }
  }

  @Nested
  class Propagation {

    @Test
    void role_justCreated_isSeenLater() {
      Role role = state.createRole("/spotbatch/", "demo", TRUST_BATCH, null);

      assertThat(visibleAfter(Duration.ofSeconds(9), role.arn())).isFalse();
      assertThat(visibleAfter(Duration.ofSeconds(1), role.arn())).isTrue();
    }

    @Test
    void trust_justCreated_isSeenLater() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);

      assertThat(state.roleTrusts("demo", "batch.amazonaws.com", neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.roleTrusts("demo", "batch.amazonaws.com", neighbours.world.now())).isTrue();
      assertThat(state.roleTrusts(role.arn(), "ec2.amazonaws.com", neighbours.world.now()))
          .isFalse();
    }

    @Test
    void policy_attachedLater_counts() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);
      neighbours.time.advance(Duration.ofSeconds(10));
      role.attachedPolicies().put("arn:policy", neighbours.world.now());

      assertThat(state.roleHasPolicy("demo", "arn:policy", neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.roleHasPolicy("demo", "arn:policy", neighbours.world.now())).isTrue();
    }

    @Test
    void profile_justCreated_isSeenLater() {
      Profile profile = state.createProfile("/spotbatch/", "demo");

      assertThat(state.instanceProfileVisible(profile.arn(), neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.instanceProfileVisible(profile.arn(), neighbours.world.now())).isTrue();
      assertThat(state.instanceProfileVisible("demo", neighbours.world.now())).isTrue();
    }

    private boolean visibleAfter(Duration time, String role) {
      neighbours.time.advance(time);
      return state.roleVisible(role, neighbours.world.now());
    }
  }

  /** CE-9. */
  @Nested
  class Names {

    @Test
    void find_bareName_meansTheRootPath() {
      state.createRole("/spotbatch/", "demo", TRUST_BATCH, null);

      assertThat(state.find("demo")).isEmpty();
      assertThat(state.find("/spotbatch/demo")).isPresent();
      assertThat(state.find("arn:aws:iam::123456789012:role/spotbatch/demo")).isPresent();
      assertThat(state.find("arn:aws:iam::123456789012:role/demo")).isEmpty();
    }
  }
}
