package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Tenancy;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** EC2's operations on instances. Each instance has a reservation of its own. */
final class InstanceCalls {

  private final Ec2State state;
  private final Filters<Instance> filters;

  InstanceCalls(Ec2State state) {
    this.state = state;
    this.filters =
        new Filters<Instance>("DescribeInstances")
            .on("instance-id", Instance::id)
            .on("instance-type", instance -> instance.type().name())
            .on("architecture", instance -> instance.type().architecture())
            .on("availability-zone", Instance::zone)
            .on("availability-zone-id", instance -> instance.subnet().zone().id())
            .on("image-id", Instance::imageId)
            .on("reservation-id", Instance::reservationId)
            .on("owner-id", instance -> state.account())
            .on("instance-state-name", instance -> instance.state().awsName())
            .on("instance-state-code", instance -> String.valueOf(instance.state().code()))
            .onAny("instance-lifecycle", it -> it.spot() ? List.of("spot") : List.of())
            .onAny("spot-instance-request-id", it -> it.spotRequestId().stream().toList())
            .onAny("iam-instance-profile.arn", it -> it.profileArn().stream().toList())
            .onAny(
                "state-reason-code",
                it -> it.stateReason().map(StateReason::code).stream().toList())
            .onAny("vpc-id", it -> attached(it).map(on -> on.subnet().vpcId()).stream().toList())
            .onAny("subnet-id", it -> attached(it).map(on -> on.subnet().id()).stream().toList())
            .onAny(
                "private-ip-address", it -> attached(it).map(Instance::privateIp).stream().toList())
            .onAny(
                "instance.group-id",
                it -> attached(it).map(Instance::securityGroupIds).orElse(List.of()))
            .onTags(Instance::tags);
  }

  DescribeInstancesResponse describe(DescribeInstancesRequest request) {
    Ec2Checks.request(request, "InstanceIds", "Filters", "NextToken", "MaxResults");
    List<String> ids = request.instanceIds();
    if (!ids.isEmpty() && request.maxResults() != null) {
      throw Ec2Faults.of(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    ids.forEach(id -> Ec2Checks.id(id, "i", "InvalidInstanceID.Malformed"));
    Ec2Checks.allExist(ids, id -> state.instance(id).isPresent(), Ec2Faults::noInstance);
    List<Instance> matching =
        filters.apply(request, request.filters(), state.instances()).stream()
            .filter(instance -> ids.isEmpty() || ids.contains(instance.id()))
            .toList();
    Page<Instance> page =
        Ec2Checks.page(matching, Instance::id, request.nextToken(), request.maxResults());
    return DescribeInstancesResponse.builder()
        .reservations(
            page.items().stream()
                .sorted(Comparator.comparing(Instance::launchedAt))
                .map(this::reservation)
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Terminates them all, or none if one of them is not there. One that is gone stays so. */
  TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
    Ec2Checks.request(request, "InstanceIds");
    List<String> ids = request.instanceIds();
    if (ids.isEmpty()) {
      throw Ec2Faults.missing("InstanceId");
    }
    ids.forEach(id -> Ec2Checks.id(id, "i", "InvalidInstanceID.Malformed"));
    Ec2Checks.allExist(ids, id -> state.instance(id).isPresent(), Ec2Faults::noInstance);
    return TerminateInstancesResponse.builder()
        .terminatingInstances(
            ids.stream().distinct().map(id -> terminate(state.instance(id).orElseThrow())).toList())
        .build();
  }

  private InstanceStateChange terminate(Instance instance) {
    InstanceState before = instance.state();
    state.terminateByUser(instance.id());
    InstanceState now = instance.state();
    return InstanceStateChange.builder()
        .instanceId(instance.id())
        .previousState(it -> it.code(before.code()).name(before.awsName()))
        .currentState(it -> it.code(now.code()).name(now.awsName()))
        .build();
  }

  /** The instance as long as it is attached to a network: a terminated one shows none. */
  private static Optional<Instance> attached(Instance instance) {
    return Optional.of(instance).filter(Instance::holdsInterface);
  }

  private Reservation reservation(Instance instance) {
    return Reservation.builder()
        .reservationId(instance.reservationId())
        .ownerId(state.account())
        .instances(shape(instance))
        .build();
  }

  private software.amazon.awssdk.services.ec2.model.Instance shape(Instance instance) {
    var builder =
        software.amazon.awssdk.services.ec2.model.Instance.builder()
            .instanceId(instance.id())
            .imageId(instance.imageId())
            .instanceType(instance.type().name())
            .architecture(instance.type().architecture())
            .launchTime(instance.launchedAt())
            .state(it -> it.code(instance.state().code()).name(instance.state().awsName()))
            .placement(
                Placement.builder()
                    .availabilityZone(instance.zone())
                    .availabilityZoneId(instance.subnet().zone().id())
                    .tenancy(Tenancy.DEFAULT)
                    .build())
            .platformDetails("Linux/UNIX")
            .stateTransitionReason("")
            .tags(TagCalls.shape(instance.tags()));
    instance
        .spotRequestId()
        .ifPresent(
            id -> builder.instanceLifecycle(InstanceLifecycleType.SPOT).spotInstanceRequestId(id));
    instance
        .profileArn()
        .ifPresent(
            arn -> builder.iamInstanceProfile(IamInstanceProfile.builder().arn(arn).build()));
    instance
        .stateReason()
        .ifPresent(
            reason ->
                builder
                    .stateReason(it -> it.code(reason.code()).message(reason.message()))
                    .stateTransitionReason(reason.transition(instance.stoppingAt().orElseThrow())));
    attached(instance)
        .ifPresent(
            it ->
                builder
                    .vpcId(it.subnet().vpcId())
                    .subnetId(it.subnet().id())
                    .privateIpAddress(it.privateIp())
                    .privateDnsName(privateDnsName(it))
                    .securityGroups(it.securityGroupIds().stream().map(this::group).toList()));
    return builder.build();
  }

  private String privateDnsName(Instance instance) {
    String domain =
        state.region().equals("us-east-1") ? "ec2.internal" : state.region() + ".compute.internal";
    return "ip-" + instance.privateIp().replace('.', '-') + "." + domain;
  }

  private GroupIdentifier group(String id) {
    GroupIdentifier.Builder group = GroupIdentifier.builder().groupId(id);
    state.securityGroup(id).ifPresent(known -> group.groupName(known.name()));
    return group.build();
  }
}
