package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Neighbours;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

class InstancesTest {

  private static final String PROFILE =
      "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole";

  private final Neighbours neighbours =
      new Neighbours(
          Timings.defaults()
              .with(Timings.Step.HOST_PENDING, Duration.ofSeconds(10))
              .with(Timings.Step.HOST_SHUTTING_DOWN, Duration.ofSeconds(20)));
  private final Ec2State state = neighbours.scope.ec2();
  private final Ec2Client ec2 = neighbours.ec2();
  private final Subnet subnet = state.subnets().iterator().next();
  private final String group = state.securityGroups().iterator().next().id();

  @Nested
  class Life {

    @Test
    void launch_untilBooted_isPendingThenRunning() {
      Instance instance = launch("c5.large", true);

      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.PENDING);
      advance(9);
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.PENDING);
      advance(1);
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.RUNNING);
    }

    @Test
    void launch_longAfterATermination_keepsNothingOfIt() throws ReflectiveOperationException {
      Instance gone = launch("c5.large", true);
      advance(10);
      state.terminate(gone.id(), StateReason.SPOT_TERMINATION);
      advance(20 + 3_601);

      Instance fresh = launch("c5.large", true);

      // Every question hides what is forgotten, kept or not.
      Field kept = Ec2State.class.getDeclaredField("instances");
      kept.setAccessible(true);
      assertThat(((Map<?, ?>) kept.get(state)).keySet()).isEqualTo(Set.of(fresh.id()));
    }

    @Test
    void terminate_running_shutsDownThenIsTerminated() {
      Instance instance = launch("c5.large", true);
      advance(10);
      state.terminate(instance.id(), StateReason.SPOT_TERMINATION);

      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.SHUTTING_DOWN);
      advance(19);
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.SHUTTING_DOWN);
      advance(1);
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.TERMINATED);
    }

    @Test
    void terminate_pending_neverRuns() {
      Instance instance = launch("c5.large", true);
      state.terminate(instance.id(), StateReason.USER_INITIATED);
      advance(10);

      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.SHUTTING_DOWN);
    }

    @Test
    void terminateInstances_byTheUser_goesForThatReason() {
      Instance instance = launch("c5.large", true);
      advance(10);

      InstanceStateChange change =
          ec2.terminateInstances(r -> r.instanceIds(instance.id())).terminatingInstances().get(0);

      assertThat(change.instanceId()).isEqualTo(instance.id());
      assertThat(change.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
      assertThat(change.currentState().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN);
      assertThat(describe(instance).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    }

    @Test
    void terminateInstances_oneThatIsNotThere_leavesTheOthersAlone() {
      Instance instance = launch("c5.large", true);

      assertRefused(
          () -> ec2.terminateInstances(r -> r.instanceIds(instance.id(), "i-0123456789abcdef0")),
          "InvalidInstanceID.NotFound",
          400,
          "The instance ID 'i-0123456789abcdef0' does not exist");
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.PENDING);
    }

    @Test
    void terminate_twice_keepsTheFirstReason() {
      Instance instance = launch("c5.large", true);
      state.terminate(instance.id(), StateReason.SPOT_TERMINATION);
      advance(5);
      state.terminate(instance.id(), StateReason.USER_INITIATED);
      advance(15);

      assertThat(describe(instance).stateReason().code())
          .isEqualTo("Server.SpotInstanceTermination");
      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.TERMINATED);
    }

    @Test
    void terminated_forAnHour_staysVisible() {
      Instance instance = launch("c5.large", true);
      state.terminate(instance.id(), StateReason.SPOT_TERMINATION);
      advance(20 + 3600);

      assertThat(stateOf(instance)).isEqualTo(InstanceStateName.TERMINATED);
      advance(1);
      assertThat(ec2.describeInstances().reservations()).isEmpty();
      assertThat(state.instance(instance.id())).isEmpty();
      assertRefused(
          () -> describe(instance),
          "InvalidInstanceID.NotFound",
          400,
          "The instance ID '" + instance.id() + "' does not exist");
    }

    @Test
    void launch_unknownType_fails() {
      assertThatThrownBy(() -> launch("c5.tiny", true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("EC2 of the fake has no [c5.tiny]");
    }
  }

  @Nested
  class Description {

    @Test
    @Rule("EC2-6")
    void describe_spotInstance_showsItsOrigin() {
      var shown = describe(launch("c6g.large", true));

      assertThat(shown.instanceTypeAsString()).isEqualTo("c6g.large");
      assertThat(shown.architectureAsString()).isEqualTo("arm64");
      assertThat(shown.instanceLifecycle()).isEqualTo(InstanceLifecycleType.SPOT);
      assertThat(shown.spotInstanceRequestId()).matches("sir-[0-9a-z]{8}");
      assertThat(shown.launchTime()).isEqualTo(VirtualClock.DEFAULT_START);
      assertThat(shown.placement().availabilityZone()).isEqualTo("us-east-1a");
      assertThat(shown.subnetId()).isEqualTo(subnet.id());
      assertThat(shown.vpcId()).isEqualTo(subnet.vpcId());
      assertThat(shown.privateIpAddress()).isEqualTo("172.31.0.4");
      assertThat(shown.privateDnsName()).isEqualTo("ip-172-31-0-4.ec2.internal");
      assertThat(shown.iamInstanceProfile().arn()).isEqualTo(PROFILE);
      assertThat(shown.securityGroups())
          .singleElement()
          .satisfies(it -> assertThat(it.groupName()).isEqualTo("default"));
      assertThat(shown.tags())
          .contains(Tag.builder().key("aws:autoscaling:groupName").value("asg").build());
      assertThat(shown.stateReason()).isNull();
    }

    @Test
    @Rule("EC2-6")
    void describe_onDemandInstance_hasNoLifecycle() {
      var shown = describe(launch("c5.large", false));

      assertThat(shown.instanceLifecycle()).isNull();
      assertThat(shown.spotInstanceRequestId()).isNull();
    }

    @Test
    void describe_second_hasAnotherAddress() {
      launch("c5.large", true);

      assertThat(describe(launch("c5.large", true)).privateIpAddress()).isEqualTo("172.31.0.5");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Client.UserInitiatedShutdown | Client.UserInitiatedShutdown: User initiated shutdown |"
              + " User initiated (2030-01-01 00:00:10 GMT)",
          "Server.SpotInstanceTermination | Server.SpotInstanceTermination: Spot instance"
              + " termination | Server.SpotInstanceTermination: Spot instance termination",
        })
    void describe_terminated_saysWhyAndShowsNoNetwork(
        String code, String message, String transition) {
      Instance instance = launch("c5.large", true);
      advance(10);
      state.terminate(instance.id(), code);
      advance(20);

      var shown = describe(instance);
      assertThat(shown.stateReason().code()).isEqualTo(code);
      assertThat(shown.stateReason().message()).isEqualTo(message);
      assertThat(shown.stateTransitionReason()).isEqualTo(transition);
      assertThat(shown.vpcId()).isNull();
      assertThat(shown.subnetId()).isNull();
      assertThat(shown.privateIpAddress()).isNull();
      assertThat(shown.securityGroups()).isEmpty();
    }
  }

  @Nested
  class Filtering {

    private final Instance spot = launch("c5.large", true);
    private final Instance onDemand = launch("m5.large", false);

    @ParameterizedTest
    @CsvSource({
      "instance-lifecycle, spot",
      "instance-type, c5.*",
      "instance-state-name, running",
      "instance-state-code, 16",
    })
    void describe_filter_findsTheSpotInstance(String name, String value) {
      state.terminate(onDemand.id(), StateReason.USER_INITIATED);
      advance(30);

      assertThat(found(filter(name, value))).containsExactly(spot.id());
    }

    @Test
    void describe_byNetwork_leavesTerminatedOut() {
      state.terminate(onDemand.id(), StateReason.USER_INITIATED);
      advance(30);

      assertThat(found(filter("vpc-id", subnet.vpcId()))).containsExactly(spot.id());
      assertThat(found(filter("subnet-id", subnet.id()))).containsExactly(spot.id());
      assertThat(found(filter("instance.group-id", group))).containsExactly(spot.id());
      assertThat(found(filter("instance-id", onDemand.id()))).containsExactly(onDemand.id());
    }

    @Test
    void describe_byTag_findsIt() {
      ec2.createTags(
          it -> it.resources(spot.id()).tags(tag -> tag.key("spotbatch:stack").value("d")));

      assertThat(found(filter("tag:spotbatch:stack", "d"))).containsExactly(spot.id());
    }

    @Test
    void describe_filterThatTheFakeLacks_failsWithItsName() {
      assertThatThrownBy(() -> found(filter("tenancy", "default")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ec2 DescribeInstances" + " [filter=tenancy]");
    }

    private List<String> found(Filter filter) {
      return ec2.describeInstances(it -> it.filters(filter)).reservations().stream()
          .flatMap(it -> it.instances().stream())
          .map(it -> it.instanceId())
          .toList();
    }

    private static Filter filter(String name, String value) {
      return Filter.builder().name(name).values(value).build();
    }
  }

  @Nested
  class Pages {

    @Test
    void describe_smallPages_comeWhole() {
      for (int i = 0; i < 12; i++) {
        launch("c5.large", true);
      }

      assertThat(ec2.describeInstances(it -> it.maxResults(5)).reservations()).hasSize(5);
      assertThat(ec2.describeInstancesPaginator(it -> it.maxResults(5)).reservations())
          .extracting(it -> it.instances().get(0).instanceId())
          .doesNotHaveDuplicates()
          .hasSize(12);
    }

    @Test
    void describe_idsAndPageSize_isRefused() {
      assertRefused(
          () -> ec2.describeInstances(it -> it.instanceIds("i-12345678").maxResults(5)),
          "InvalidParameterCombination",
          400,
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }

    @Test
    void describe_malformedId_isRefused() {
      assertRefused(
          () -> ec2.describeInstances(it -> it.instanceIds("host")),
          "InvalidInstanceID.Malformed",
          400,
          "Invalid id: \"host\" (expecting \"i-...\")");
    }

    @Test
    void describe_foreignToken_isRefused() {
      assertRefused(
          () -> ec2.describeInstances(it -> it.nextToken("not ours!")),
          "InvalidParameterValue",
          400,
          "Unable to parse pagination token");
    }
  }

  private Instance launch(String type, boolean spot) {
    Map<String, String> tags = Map.of("aws:autoscaling:groupName", "asg");
    return state.launch(
        type, subnet.id(), spot, tags, List.of(group), PROFILE, "ami-0123456789abcdef0");
  }

  private void advance(long seconds) {
    neighbours.time.advance(Duration.ofSeconds(seconds));
  }

  private software.amazon.awssdk.services.ec2.model.Instance describe(Instance instance) {
    return ec2.describeInstances(it -> it.instanceIds(instance.id()))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private InstanceStateName stateOf(Instance instance) {
    return describe(instance).state().name();
  }
}
