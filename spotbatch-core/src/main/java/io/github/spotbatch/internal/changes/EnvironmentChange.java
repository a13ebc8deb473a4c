package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/**
 * The change of a compute environment. Batch scales any, replaces the instances of some, and the
 * rest needs another environment beside it.
 */
final class EnvironmentChange {

  private static final String R = "computeResources.";

  private static final Set<String> TOP = Set.of("state", "serviceRole", "tags");

  private static final Set<String> LIMITS = Set.of(R + "minvCpus", R + "maxvCpus");

  /** What makes Batch replace the instances. */
  private static final Set<String> INSTANCES =
      Set.of(
          R + "allocationStrategy",
          R + "bidPercentage",
          R + "ec2Configuration",
          R + "ec2KeyPair",
          R + "instanceRole",
          R + "instanceTypes",
          R + "placementGroup",
          R + "securityGroupIds",
          R + "subnets",
          R + "tags",
          R + "type");

  private static final int NO_BID = 100;

  private final AwsResource there;
  private final CreateComputeEnvironmentRequest asItIs;
  private final CreateComputeEnvironmentRequest wanted;
  private final Fields fields;

  private EnvironmentChange(
      AwsResource there,
      CreateComputeEnvironmentRequest asItIs,
      CreateComputeEnvironmentRequest wanted,
      List<FieldChange> changes) {
    this.there = there;
    this.asItIs = asItIs;
    this.wanted = wanted;
    this.fields = new Fields(changes);
  }

  static Change of(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes) {
    return new EnvironmentChange(
            there,
            (CreateComputeEnvironmentRequest) asItIs.get(0),
            (CreateComputeEnvironmentRequest) wanted.get(0),
            changes)
        .change();
  }

  private Change change() {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return new Change.Replacement(obstacle.get());
    }
    if (fields.onlyTags()) {
      return Change.InPlace.quiet(tags());
    }
    boolean replacing = fields.names().stream().anyMatch(INSTANCES::contains);
    List<AwsRequest> requests = new ArrayList<>();
    requests.add(update());
    if (fields.has("tags")) {
      requests.addAll(tags());
    }
    return replacing
        ? new Change.InPlace(
            UpdateClass.INFRASTRUCTURE,
            "AWS replaces its instances; the jobs on them have some time to end, and what is cut off"
                + " runs again if its retry strategy says so",
            requests)
        : new Change.InPlace(UpdateClass.SCALING, "", requests);
  }

  /** Why it cannot be changed under its name. */
  private Optional<String> obstacle() {
    Optional<FieldChange> status = fields.change("status");
    if (status.isPresent()) {
      return Optional.of("it is " + status.get().before().orElse("gone"));
    }
    if (fields.has("serviceRole")
        && (asItIs.serviceRole() == null || wanted.serviceRole() == null)) {
      return Optional.of(
          "AWS moves no environment between a service role of its own and the service-linked one");
    }
    Set<String> unknown = new TreeSet<>(fields.names());
    unknown.removeIf(n -> TOP.contains(n) || LIMITS.contains(n) || INSTANCES.contains(n));
    if (!unknown.isEmpty()) {
      return Optional.of("AWS cannot change " + String.join(", ", unknown) + " in place");
    }
    return fields.names().stream().anyMatch(INSTANCES::contains)
        ? instancesObstacle()
        : Optional.empty();
  }

  private Optional<String> instancesObstacle() {
    CRAllocationStrategy before = asItIs.computeResources().allocationStrategy();
    ComputeResource resources = wanted.computeResources();
    if (asItIs.serviceRole() != null) {
      return Optional.of("AWS replaces no instances in place under a service role of its own");
    }
    if (before == null || before == CRAllocationStrategy.BEST_FIT) {
      return Optional.of("AWS replaces no instances in place under BEST_FIT");
    }
    if (resources.allocationStrategy() == CRAllocationStrategy.BEST_FIT) {
      return Optional.of("AWS takes BEST_FIT only for a new environment");
    }
    if (fields.has(R + "placementGroup") && resources.placementGroup() == null) {
      return Optional.of("AWS names no way to take a placement group away");
    }
    if (fields.has(R + "bidPercentage") && resources.type() != CRType.SPOT) {
      return Optional.of("AWS names no way to take the bid away with Spot");
    }
    return Optional.empty();
  }

  /** With what differs and nothing else; never with the desired vCPUs, which Batch moves itself. */
  private UpdateComputeEnvironmentRequest update() {
    UpdateComputeEnvironmentRequest.Builder update =
        UpdateComputeEnvironmentRequest.builder().computeEnvironment(there.awsName());
    if (fields.has("state")) {
      update.state(wanted.state());
    }
    if (fields.has("serviceRole")) {
      update.serviceRole(wanted.serviceRole());
    }
    if (fields.names().stream().anyMatch(name -> name.startsWith(R))) {
      update.computeResources(resources(wanted.computeResources()));
    }
    return update.build();
  }

  private ComputeResourceUpdate resources(ComputeResource to) {
    ComputeResourceUpdate.Builder update = ComputeResourceUpdate.builder();
    given("minvCpus", () -> update.minvCpus(to.minvCpus()));
    given("maxvCpus", () -> update.maxvCpus(to.maxvCpus()));
    given("type", () -> update.type(to.type()));
    given("allocationStrategy", () -> update.allocationStrategy(to.allocationStrategyAsString()));
    given("bidPercentage", () -> update.bidPercentage(bid(to.bidPercentage())));
    given("ec2Configuration", () -> update.ec2Configuration(to.ec2Configuration()));
    given("ec2KeyPair", () -> update.ec2KeyPair(text(to.ec2KeyPair())));
    given("instanceRole", () -> update.instanceRole(to.instanceRole()));
    given("instanceTypes", () -> update.instanceTypes(to.instanceTypes()));
    given("placementGroup", () -> update.placementGroup(to.placementGroup()));
    given("securityGroupIds", () -> update.securityGroupIds(to.securityGroupIds()));
    given("subnets", () -> update.subnets(to.subnets()));
    given("tags", () -> update.tags(to.tags()));
    return update.build();
  }

  private void given(String name, Runnable set) {
    if (fields.has(R + name)) {
      set.run();
    }
  }

  /** No bid is a bid of all that On-Demand costs. */
  private static int bid(@Nullable Integer wanted) {
    return wanted == null ? NO_BID : wanted;
  }

  /** An empty text takes away what is set. */
  private static String text(@Nullable String wanted) {
    return wanted == null ? "" : wanted;
  }

  private List<AwsRequest> tags() {
    return BatchTags.requests(there, wanted.tags(), fields);
  }
}
