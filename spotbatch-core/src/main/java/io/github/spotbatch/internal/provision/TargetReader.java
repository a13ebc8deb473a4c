package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.SpotRole;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.spec.NetworkSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Reads where a stack goes, on this thread. */
final class TargetReader {

  private final Session session;

  TargetReader(Session session) {
    this.session = session;
  }

  Target read(StackSpec stack) {
    GetCallerIdentityResponse caller =
        session
            .calls()
            .call(
                GetCallerIdentityRequest.builder().build(),
                session.clients().sts()::getCallerIdentity);
    requireRepositories(stack);
    String partition = caller.arn().split(":", -1)[1];
    // Without instances there is no network to look at.
    List<Subnet> subnets =
        stack.computeEnvironments().isEmpty() ? List.of() : subnets(stack.network());
    return new Target(
        caller.account(),
        session.region(),
        partition,
        subnets.isEmpty() ? "" : subnets.get(0).vpcId(),
        subnets.stream().map(Subnet::subnetId).toList(),
        stack.network().securityGroupIds(),
        stack.computeEnvironments().stream().anyMatch(SpotComputeEnvironment.class::isInstance)
            ? spotRole()
            : SpotRole.Presence.THERE);
  }

  private SpotRole.Presence spotRole() {
    GetRoleRequest get = GetRoleRequest.builder().roleName(SpotRole.AWS_NAME).build();
    try {
      session.calls().call(get, session.clients().iam()::getRole);
      return SpotRole.Presence.THERE;
    } catch (NoSuchEntityException e) {
      return SpotRole.Presence.ABSENT;
    } catch (AwsServiceException e) {
      if (AwsErrors.isDenied(e)) {
        return SpotRole.Presence.UNKNOWN;
      }
      throw e;
    }
  }

  private void requireRepositories(StackSpec stack) {
    List<String> existing =
        stack.repositories().stream().flatMap(it -> it.existingName().stream()).toList();
    if (existing.isEmpty()) {
      return;
    }
    DescribeRepositoriesRequest request =
        DescribeRepositoriesRequest.builder().repositoryNames(existing).build();
    try {
      session.calls().call(request, session.clients().ecr()::describeRepositories);
    } catch (RepositoryNotFoundException e) {
      throw new ProvisioningException(
          "A repository that is said to exist does not in %s: %s. Make it, or have the stack make one by RepositorySpec.builder(..)."
              .formatted(session.region(), e.awsErrorDetails().errorMessage()),
          "repository",
          "plan",
          AwsErrors.code(e),
          AwsErrors.requestId(e),
          e);
    }
  }

  private List<Subnet> subnets(NetworkSpec network) {
    Optional<String> given = network.vpcId();
    if (!network.subnetIds().isEmpty()) {
      List<Subnet> subnets =
          describe(DescribeSubnetsRequest.builder().subnetIds(network.subnetIds()).build());
      requireOneVpc(subnets, given);
      return subnets;
    }
    String vpcId = given.orElseGet(this::defaultVpc);
    List<Subnet> subnets =
        describe(DescribeSubnetsRequest.builder().filters(filter("vpc-id", vpcId)).build()).stream()
            // Other subnets of the default VPC may well have no way to the internet.
            .filter(subnet -> given.isPresent() || subnet.defaultForAz())
            .toList();
    if (subnets.isEmpty()) {
      throw refusal(
          "VPC %s in %s has no %ssubnet: make one, or give network.subnetIds."
              .formatted(vpcId, session.region(), given.isPresent() ? "" : "default "));
    }
    return subnets;
  }

  private String defaultVpc() {
    DescribeVpcsRequest first =
        DescribeVpcsRequest.builder().filters(filter("is-default", "true")).build();
    return session
        .calls()
        .pages(
            first,
            ec2()::describeVpcs,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.vpcs().stream())
        .map(Vpc::vpcId)
        .findFirst()
        .orElseThrow(
            () ->
                refusal(
                    "There is no default VPC in %s: make one by \"aws ec2 create-default-vpc --region %s\", or give network.vpcId or network.subnetIds."
                        .formatted(session.region(), session.region())));
  }

  private void requireOneVpc(List<Subnet> subnets, Optional<String> vpcId) {
    Set<String> vpcs = subnets.stream().map(Subnet::vpcId).collect(Collectors.toSet());
    if (vpcs.size() > 1 || (vpcId.isPresent() && !vpcs.contains(vpcId.get()))) {
      throw refusal(
          "The subnets of a stack must be in one VPC%s, these are in %s."
              .formatted(vpcId.map(id -> ", " + id).orElse(""), vpcs));
    }
  }

  private List<Subnet> describe(DescribeSubnetsRequest first) {
    return session
        .calls()
        .pages(
            first,
            ec2()::describeSubnets,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.subnets().stream())
        .toList();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private static ProvisioningException refusal(String message) {
    return new ProvisioningException(message, "network", "plan", null, null, null);
  }

  private Ec2Client ec2() {
    return session.clients().ec2();
  }
}
