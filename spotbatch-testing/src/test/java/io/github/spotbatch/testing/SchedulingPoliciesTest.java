package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.FairsharePolicy;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyDetail;
import software.amazon.awssdk.services.batch.model.SchedulingPolicyListingDetail;
import software.amazon.awssdk.services.batch.model.ShareAttributes;

/** The life of scheduling policies, and which queue may have which. */
class SchedulingPoliciesTest {

  private static final String ARN = "arn:aws:batch:us-east-1:123456789012:scheduling-policy/";

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @Test
  @Rule("JQ-13")
  void create_atTheBounds_isTaken() {
    FairsharePolicy policy =
        policy(p -> p.shareDecaySeconds(604_800).computeReservation(99))
            .shareDistribution(
                share("UserA*", 0.0001f), share("UserB1", 999.9999f), share("UserB2", null))
            .build();

    String arn =
        world.batch.createSchedulingPolicy(r -> r.name("bounds").fairsharePolicy(policy)).arn();

    assertThat(arn).isEqualTo(ARN + "bounds");
    assertThat(described(arn))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.name()).isEqualTo("bounds");
              assertThat(it.fairsharePolicy()).isEqualTo(policy);
            });
  }

  static Stream<Refusal<FairsharePolicy.Builder>> refusals() {
    String weight = "Weight factor should be between 0.0001 and 999.9999.";
    String pattern = "ShareIdentifier name should match a valid pattern.";
    return Stream.of(
        wrapped(weight, p -> p.shareDistribution(share("a", 0.00001f))),
        wrapped(weight, p -> p.shareDistribution(share("a", 1000f))),
        wrapped(pattern, p -> p.shareDistribution(share("a b", 1f))),
        wrapped(pattern, p -> p.shareDistribution(share("*a", 1f))),
        wrapped(pattern, p -> p.shareDistribution(share("x".repeat(256), 1f))),
        wrapped(pattern, p -> p.shareDistribution(share(null, 1f))),
        wrapped(
            "Share identifier UserA1 matches another share identifier UserA*.",
            p -> p.shareDistribution(share("UserA1", 1f), share("UserA*", 1f))),
        wrapped(
            "Cannot have two or more identical shareIdentifiers.",
            p -> p.shareDistribution(share("a", 1f), share("a", 2f))),
        wrapped(
            "ShareDistribution size cannot be greater than 500.",
            p -> p.shareDistribution(shares(501))),
        wrapped(
            "Share decay seconds should be between 0 and 604800.", p -> p.shareDecaySeconds(-1)),
        wrapped(
            "Share decay seconds should be between 0 and 604800.",
            p -> p.shareDecaySeconds(604_801)),
        wrapped("Compute reservation should be between 0 and 99.", p -> p.computeReservation(100)),
        wrapped("Compute reservation should be between 0 and 99.", p -> p.computeReservation(-1)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule("JQ-13")
  void create_oneThingWrong_isRefusedInBatchsWords(Refusal<FairsharePolicy.Builder> refusal) {
    refusal.check(
        () ->
            world.batch.createSchedulingPolicy(
                r -> r.name("wrong").fairsharePolicy(policy(refusal.change()).build())));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule("JQ-13")
  void update_oneThingWrong_isRefusedInBatchsWords(Refusal<FairsharePolicy.Builder> refusal) {
    String arn = ensure("updated");

    refusal.check(
        () ->
            world.batch.updateSchedulingPolicy(
                r -> r.arn(arn).fairsharePolicy(policy(refusal.change()).build())));
    assertThat(described(arn).get(0).fairsharePolicy()).isNull();
  }

  @Test
  void create_badName_isRefused() {
    String text = "Scheduling policy name should match a valid pattern.";
    wrapped(text, any -> {}).check(() -> world.batch.createSchedulingPolicy(r -> r.name("a b")));
    wrapped(text, any -> {})
        .check(() -> world.batch.createSchedulingPolicy(r -> r.name("x".repeat(129))));
  }

  @Test
  void create_sameName_isRefused() {
    ensure("twice");

    bare("Object already exists", any -> {})
        .check(() -> world.batch.createSchedulingPolicy(r -> r.name("twice")));
  }

  @Test
  void update_replacesTheWholePolicy() {
    String arn = ensure("replaced");

    world.batch.updateSchedulingPolicy(
        r -> r.arn(arn).fairsharePolicy(p -> p.shareDistribution(share("a", 2f))));
    world.batch.updateSchedulingPolicy(
        r -> r.arn(arn).fairsharePolicy(p -> p.computeReservation(50)));

    assertThat(described(arn).get(0).fairsharePolicy())
        .isEqualTo(FairsharePolicy.builder().computeReservation(50).build());
  }

  @Test
  void update_absent_isNotFound() {
    bare("SchedulingPolicy " + ARN + "none not found.", any -> {})
        .check(() -> world.batch.updateSchedulingPolicy(r -> r.arn(ARN + "none")));
  }

  @Test
  void describe_unknown_isLeftOut() {
    String arn = ensure("known");

    assertThat(described(arn, ARN + "none")).hasSize(1);
    assertThat(
            Refusal.messageOf(() -> world.batch.describeSchedulingPolicies(r -> r.arns(List.of()))))
        .contains("are required");
  }

  @Test
  @Rule("ERR-8")
  void list_isPaged() {
    List<String> arns = Stream.of("l1", "l2", "l3").map(SchedulingPoliciesTest::ensure).toList();

    assertThat(world.batch.listSchedulingPoliciesPaginator(r -> r.maxResults(1)))
        .allSatisfy(page -> assertThat(page.schedulingPolicies()).hasSize(1))
        .flatExtracting(page -> page.schedulingPolicies())
        .extracting(SchedulingPolicyListingDetail::arn)
        .containsAll(arns)
        .doesNotHaveDuplicates();
  }

  @Test
  @Rule("JQ-12")
  void queue_policyThatIsNoPolicy_isRefused() {
    String arn = ensure("right-arn");
    String environment = world.environment().computeEnvironmentArn();

    bare("Only scheduling policy Arn can be allowed.", any -> {})
        .check(() -> createQueue("wrong-arn", environment));
    bare("Only scheduling policy Arn can be allowed.", any -> {})
        .check(() -> createQueue("wrong-arn", "right-arn"));
    createQueue("right-arn", arn);
    assertThat(world.queues("right-arn").get(0).schedulingPolicyArn()).isEqualTo(arn);
  }

  @Test
  void queue_absentPolicy_isNotFound() {
    bare("SchedulingPolicy " + ARN + "none not found.", any -> {})
        .check(() -> createQueue("absent", ARN + "none"));
  }

  @Test
  @Rule("JQ-11")
  void queue_mayChangeItsPolicyButNeitherDropNorGetOne() {
    String first = ensure("first");
    String second = ensure("second");
    createQueue("fair", first);
    world.createQueue("fifo", 1, ENVIRONMENT);
    aws.advance(Duration.ofMinutes(1));

    world.batch.updateJobQueue(r -> r.jobQueue("fair").schedulingPolicyArn(second));
    assertThat(world.queues("fair").get(0).schedulingPolicyArn()).isEqualTo(second);

    assertThat(
            Refusal.messageOf(
                () -> world.batch.updateJobQueue(r -> r.jobQueue("fair").schedulingPolicyArn(""))))
        .contains("cannot be removed");
    assertThat(
            Refusal.messageOf(
                () ->
                    world.batch.updateJobQueue(r -> r.jobQueue("fifo").schedulingPolicyArn(first))))
        .contains("cannot be added");
    assertThat(world.queues("fifo").get(0).schedulingPolicyArn()).isNull();
  }

  @Test
  void delete_inUse_isRefusedUntilTheQueueIsGone() {
    String arn = ensure("used");
    createQueue("user", arn);
    aws.advance(Duration.ofMinutes(1));

    assertThat(Refusal.messageOf(() -> world.batch.deleteSchedulingPolicy(r -> r.arn(arn))))
        .contains("relationship");

    world.batch.updateJobQueue(r -> r.jobQueue("user").state(JQState.DISABLED));
    aws.advance(Duration.ofMinutes(1));
    world.batch.deleteJobQueue(r -> r.jobQueue("user"));
    aws.advance(Duration.ofMinutes(1));
    world.batch.deleteSchedulingPolicy(r -> r.arn(arn));
    assertThat(described(arn)).isEmpty();
  }

  private static void createQueue(String name, String policyArn) {
    world.batch.createJobQueue(
        BatchWorld.queue(name, 1, ENVIRONMENT).schedulingPolicyArn(policyArn).build());
  }

  private static String ensure(String name) {
    List<SchedulingPolicyDetail> known = described(ARN + name);
    return known.isEmpty()
        ? world.batch.createSchedulingPolicy(r -> r.name(name)).arn()
        : known.get(0).arn();
  }

  private static List<SchedulingPolicyDetail> described(String... arns) {
    return world
        .batch
        .describeSchedulingPolicies(r -> r.arns(Arrays.asList(arns)))
        .schedulingPolicies();
  }

  private static FairsharePolicy.Builder policy(Consumer<FairsharePolicy.Builder> change) {
    return FairsharePolicy.builder().applyMutation(change);
  }

  private static ShareAttributes share(String identifier, Float weight) {
    return ShareAttributes.builder().shareIdentifier(identifier).weightFactor(weight).build();
  }

  private static Collection<ShareAttributes> shares(int count) {
    return IntStream.range(0, count).mapToObj(i -> share("share" + i, 1f)).toList();
  }
}
