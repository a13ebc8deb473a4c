package io.github.spotbatch.testing.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.waiters.IamWaiter;

class IamStateTest {

  private static final String TRUST_BATCH =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
          + "[\"ecs-tasks.amazonaws.com\",\"batch.amazonaws.com\"]},\"Action\":\"sts:AssumeRole\"}}";

  private static final Assumer BATCH =
      Assumer.batch(
          Neighbours.ACCOUNT, "arn:aws:batch:us-east-1:123456789012:compute-environment/spot");

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
      assertThat(state.roleTrusts(role.arn(), BATCH, neighbours.world.now())).isTrue();
    }
  }

  @Nested
  class Propagation {

    @Test
    @Rule("IAM-5")
    void role_justCreated_isSeenLater() {
      Role role = state.createRole("/spotbatch/", "demo", TRUST_BATCH, null);

      assertThat(visibleAfter(Duration.ofSeconds(9), role.arn())).isFalse();
      assertThat(visibleAfter(Duration.ofSeconds(1), role.arn())).isTrue();
    }

    @Test
    @Rule("IAM-5")
    void trust_justCreated_isSeenLater() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);

      assertThat(state.roleTrusts("demo", BATCH, neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.roleTrusts("demo", BATCH, neighbours.world.now())).isTrue();
      assertThat(state.roleTrusts(role.arn(), Assumer.ec2(), neighbours.world.now())).isFalse();
    }

    @Test
    @Rule("IAM-5")
    void trust_changed_isSeenLater() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);
      neighbours.time.advance(Duration.ofSeconds(10));
      role.trust(TrustPolicy.of(TRUST_BATCH.replace("batch.", "ec2.")));

      neighbours.time.advance(Duration.ofSeconds(9));
      assertThat(state.roleTrusts("demo", BATCH, neighbours.world.now())).isTrue();
      assertThat(state.roleTrusts("demo", Assumer.ec2(), neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(1));
      assertThat(state.roleTrusts("demo", BATCH, neighbours.world.now())).isFalse();
      assertThat(state.roleTrusts("demo", Assumer.ec2(), neighbours.world.now())).isTrue();
    }

    @Test
    @Rule("IAM-5")
    void policy_attachedLater_counts() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);
      neighbours.time.advance(Duration.ofSeconds(10));
      role.attachedPolicies().put("arn:policy", "arn:policy");

      assertThat(state.roleHasPolicy("demo", "arn:policy", neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.roleHasPolicy("demo", "arn:policy", neighbours.world.now())).isTrue();
    }

    @Test
    @Rule("IAM-5")
    void profile_justCreated_isSeenLater() {
      Profile profile = state.createProfile("/spotbatch/", "demo");

      assertThat(state.instanceProfileVisible(profile.arn(), neighbours.world.now())).isFalse();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.instanceProfileVisible(profile.arn(), neighbours.world.now())).isTrue();
      assertThat(state.instanceProfileVisible("demo", neighbours.world.now())).isTrue();
    }

    @Test
    @Rule("IAM-5")
    void role_justDeleted_isSeenForAWhile() {
      state.createRole("/", "demo", TRUST_BATCH, null);
      neighbours.time.advance(Duration.ofSeconds(10));
      state.deleteRole("demo");

      assertThat(state.role("demo")).isEmpty();
      assertThat(visibleAfter(Duration.ofSeconds(9), "demo")).isTrue();
      assertThat(state.roleTrusts("demo", BATCH, neighbours.world.now())).isTrue();
      assertThat(visibleAfter(Duration.ofSeconds(1), "demo")).isFalse();
    }

    @Test
    @Rule("IAM-5")
    void role_deletedBeforeItWasSeen_isNeverSeen() {
      state.createRole("/", "demo", TRUST_BATCH, null);
      neighbours.time.advance(Duration.ofSeconds(5));
      state.deleteRole("demo");

      assertThat(visibleAfter(Duration.ofSeconds(4), "demo")).isFalse();
      assertThat(visibleAfter(Duration.ofSeconds(20), "demo")).isFalse();
    }

    @Test
    @Rule("IAM-5")
    void policy_detached_countsForAWhile() {
      Role role = state.createRole("/", "demo", TRUST_BATCH, null);
      role.attachedPolicies().put("arn:policy", "arn:policy");
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(role.attachedPolicies().remove("arn:policy")).isTrue();

      assertThat(role.attachedPolicies().present()).isEmpty();
      assertThat(hasPolicyAfter(Duration.ofSeconds(9))).isTrue();
      assertThat(hasPolicyAfter(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    @Rule("IAM-5")
    void profile_justDeleted_isSeenForAWhile() {
      Profile profile = state.createProfile("/", "demo");
      neighbours.time.advance(Duration.ofSeconds(10));
      state.deleteProfile("demo");

      assertThat(state.instanceProfileVisible("demo", neighbours.world.now())).isTrue();
      assertThat(state.instanceProfileVisible(profile.arn(), neighbours.world.now())).isTrue();
      neighbours.time.advance(Duration.ofSeconds(10));
      assertThat(state.instanceProfileVisible("demo", neighbours.world.now())).isFalse();
    }

    private boolean hasPolicyAfter(Duration time) {
      neighbours.time.advance(time);
      return state.roleHasPolicy("demo", "arn:policy", neighbours.world.now());
    }

    private boolean visibleAfter(Duration time, String role) {
      neighbours.time.advance(time);
      return state.roleVisible(role, neighbours.world.now());
    }
  }

  @Nested
  class Permissions {

    private static final String BATCH_POLICY =
        "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";

    private final Role role = state.createRole("/", "demo", TRUST_BATCH, null);
    private final IamClient iam = neighbours.iam();

    @Test
    @Rule({"CE-11", "IAM-5"})
    void inlinePolicy_justPut_countsLater() {
      pass(10);
      put("own", "Allow", "*");

      assertThat(batchWorksAfter(9)).isFalse();
      assertThat(batchWorksAfter(1)).isTrue();
    }

    @Test
    @Rule("IAM-5")
    void inlinePolicy_changedOrDeleted_countsForAWhile() {
      put("own", "Allow", "*");
      pass(10);
      put("own", "Allow", "s3:*");
      assertThat(batchWorksAfter(9)).isTrue();
      assertThat(batchWorksAfter(1)).isFalse();

      put("own", "Allow", "ecs:*");
      pass(10);
      iam.deleteRolePolicy(it -> it.roleName("demo").policyName("own"));
      assertThat(batchWorksAfter(9)).isTrue();
      assertThat(batchWorksAfter(1)).isFalse();
    }

    @Test
    @Rule("CE-11")
    void deny_ofAnotherPolicy_outweighsInlineAndAttached() {
      put("a", "Allow", "*");
      iam.attachRolePolicy(it -> it.roleName("demo").policyArn(BATCH_POLICY));
      assertThat(batchWorksAfter(10)).isTrue();

      put("d", "Deny", "ecs:Describe*");

      assertThat(batchWorksAfter(9)).isTrue();
      assertThat(batchWorksAfter(1)).isFalse();
    }

    @Test
    void deny_ofAllButSome_isUnderstood() {
      iam.attachRolePolicy(it -> it.roleName("demo").policyArn(BATCH_POLICY));
      putStatement("d", "\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\",\"ecs:*\"]");
      assertThat(batchWorksAfter(10)).isTrue();

      putStatement("d", "\"Effect\":\"Deny\",\"NotAction\":\"iam:*\"");
      assertThat(batchWorksAfter(10)).isFalse();
    }

    @Test
    @Rule("IAM-5")
    void roleOfAProfile_addedOrRemoved_countsLater() {
      state.createProfile("/", "hosts");
      pass(10);

      iam.addRoleToInstanceProfile(
          it -> it.instanceProfileName("hosts").roleName("ecsInstanceRole"));
      assertThat(hostsJoinAfter(9)).isFalse();
      assertThat(hostsJoinAfter(1)).isTrue();

      iam.removeRoleFromInstanceProfile(
          it -> it.instanceProfileName("hosts").roleName("ecsInstanceRole"));
      assertThat(state.profile("hosts").flatMap(Profile::role)).isEmpty();
      assertThat(hostsJoinAfter(9)).isTrue();
      assertThat(hostsJoinAfter(1)).isFalse();
    }

    @Test
    void pastPolicies_thatNobodyStillSees_areForgotten() {
      Changes<String> policies = role.attachedPolicies();
      policies.put("first", "first");
      pass(1);
      Instant early = neighbours.world.now();
      policies.remove("first");
      pass(1);
      policies.put("second", "second");
      policies.remove("second");
      assertThat(policies.at(early.minusSeconds(1))).containsExactly("first");

      pass(10);
      policies.put("third", "third");
      policies.remove("third");

      assertThat(policies.at(early.minusSeconds(1))).isEmpty();
    }

    private void put(String name, String effect, String action) {
      putStatement(name, "\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\"");
    }

    private void putStatement(String name, String effectAndAction) {
      String document = "{\"Statement\":{" + effectAndAction + ",\"Resource\":\"*\"}}";
      iam.putRolePolicy(it -> it.roleName("demo").policyName(name).policyDocument(document));
    }

    private boolean batchWorksAfter(int seconds) {
      pass(seconds);
      return state.roleLetsBatchWork("demo", neighbours.world.now());
    }

    private boolean hostsJoinAfter(int seconds) {
      pass(seconds);
      return state.profileLetsHostsJoin("hosts", neighbours.world.now());
    }

    private void pass(int seconds) {
      neighbours.time.advance(Duration.ofSeconds(seconds));
    }
  }

  @Nested
  class Trust {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "batch.amazonaws.com",
          "ec2.amazonaws.com",
          "ecs-tasks.amazonaws.com",
          "spotfleet.amazonaws.com",
        })
    @Rule("IAM-8")
    void role_thatTrustsAService_isForThatOneOnly(String service) {
      neighbours
          .iam()
          .createRole(
              it ->
                  it.roleName("demo")
                      .assumeRolePolicyDocument(
                          "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                              + service
                              + "\"},\"Action\":\"sts:AssumeRole\"}}"));
      neighbours.time.advance(Duration.ofSeconds(10));

      assertThat(state.roleTrusts("demo", assumer(service), neighbours.world.now())).isTrue();
      assertThat(state.roleTrusts("demo", assumer("lambda.amazonaws.com"), neighbours.world.now()))
          .isFalse();
    }
  }

  @Nested
  class Waiters {

    // They look at statuses, which only a wire has.
    private IamClient iam() {
      return neighbours.marshalling(IamClient.builder());
    }

    @Test
    @Rule("IAM-6")
    void waiter_ofANewRoleOrProfile_endsBeforeBatchSeesIt() {
      state.createRole("/", "demo", TRUST_BATCH, null);
      state.createProfile("/", "demo");

      try (IamWaiter waiter = iam().waiter()) {
        waiter.waitUntilRoleExists(it -> it.roleName("demo"));
        waiter.waitUntilInstanceProfileExists(it -> it.instanceProfileName("demo"));
      }

      assertThat(state.roleVisible("demo", neighbours.world.now())).isFalse();
      assertThat(state.instanceProfileVisible("demo", neighbours.world.now())).isFalse();
    }

    @Test
    @Rule("IAM-6")
    void waiter_ofAnAbsentRole_doesNotEnd() {
      try (IamWaiter waiter = iam().waiter()) {
        assertThatThrownBy(
                () ->
                    waiter.waitUntilRoleExists(
                        it -> it.roleName("none"), once -> once.maxAttempts(1)))
            .isInstanceOf(SdkClientException.class)
            .hasMessageContaining("exceeded the max retry attempts");
      }
    }
  }

  @Nested
  class Names {

    @Test
    @Rule("CE-9")
    void find_bareName_meansTheRootPath() {
      state.createRole("/spotbatch/", "demo", TRUST_BATCH, null);

      assertThat(state.find("demo")).isEmpty();
      assertThat(state.find("/spotbatch/demo")).isPresent();
      assertThat(state.find("arn:aws:iam::123456789012:role/spotbatch/demo")).isPresent();
      assertThat(state.find("arn:aws:iam::123456789012:role/demo")).isEmpty();
    }
  }

  private static Assumer assumer(String service) {
    return new Assumer(Set.of(service), Map.of());
  }
}
