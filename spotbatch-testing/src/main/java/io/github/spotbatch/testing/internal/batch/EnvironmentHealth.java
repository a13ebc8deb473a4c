package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.iam.Assumer;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;

/** What Batch finds out about an environment only after it took the request. */
final class EnvironmentHealth {

  private final Scope scope;

  EnvironmentHealth(Scope scope) {
    this.scope = scope;
  }

  /** The status reason that makes an environment INVALID, or null. */
  @Nullable String faultOf(ComputeEnvironmentDetail detail) {
    String roleFault = serviceRoleFault(detail);
    if (roleFault != null) {
      return roleFault;
    }
    String role = detail.serviceRole();
    Instant now = scope.world().now();
    if (!isServiceLinked(role) && !scope.iam().roleLetsBatchWork(role, now)) {
      return "CLIENT_ERROR - User: arn:%s:sts::%s:assumed-role/%s/aws-batch is not authorized to perform: ecs:DescribeClusters on resource: %s"
          .formatted(
              scope.partition().id(),
              scope.account(),
              role.substring(role.lastIndexOf('/') + 1),
              detail.ecsClusterArn());
    }
    ComputeResource resources = detail.computeResources();
    if (resources == null) {
      return null;
    }
    String fault = FargateRules.isFargate(resources.type()) ? null : faultOfInstances(resources);
    return fault != null ? fault : faultOfNetwork(resources);
  }

  /** Batch works on an environment in a role; without that it can not even delete it. */
  @Nullable String serviceRoleFault(ComputeEnvironmentDetail detail) {
    boolean assumable =
        scope
            .iam()
            .roleTrusts(
                detail.serviceRole(),
                Assumer.batch(scope.account(), detail.computeEnvironmentArn()),
                scope.world().now());
    return assumable
        ? null
        : "CLIENT_ERROR - Not authorized to perform sts:AssumeRole (Service:"
            + " AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: "
            + scope.world().uuid()
            + ")";
  }

  static boolean isServiceLinked(String role) {
    return role.contains("/aws-service-role/");
  }

  private @Nullable String faultOfInstances(ComputeResource resources) {
    String profile = resources.instanceRole();
    if (!scope.iam().instanceProfileVisible(profile, scope.world().now())) {
      String arn =
          profile.startsWith("arn:") ? profile : scope.iam().arn("instance-profile/" + profile);
      return "CLIENT_ERROR - Instance profile " + arn + " does not exist";
    }
    String fleetRole = resources.spotIamFleetRole();
    boolean fleet =
        resources.type() == CRType.SPOT
            && "BEST_FIT".equals(resources.allocationStrategyAsString());
    if (fleet && !scope.iam().roleTrusts(fleetRole, Assumer.spotFleet(), scope.world().now())) {
      return ec2Error(
          "Parameter: SpotFleetRequestConfig.IamFleetRole is invalid.",
          "InvalidSpotFleetRequestConfig");
    }
    LaunchTemplateSpecification absent = absentTemplate(resources.launchTemplate());
    if (absent != null) {
      // The text is not known; this is what EC2 says.
      return isEmpty(absent.launchTemplateId())
          ? ec2Error(
              "The specified launch template, with template name "
                  + absent.launchTemplateName()
                  + ", does not exist.",
              "InvalidLaunchTemplateName.NotFoundException")
          : ec2Error(
              "The specified launch template, with template ID "
                  + absent.launchTemplateId()
                  + ", does not exist.",
              "InvalidLaunchTemplateId.NotFound");
    }
    return null;
  }

  private @Nullable String faultOfNetwork(ComputeResource resources) {
    for (String subnet : resources.subnets()) {
      if (!scope.ec2().subnetExists(subnet)) {
        return ec2Error(
            "The subnet ID '" + subnet + "' does not exist", "InvalidSubnetID.NotFound");
      }
    }
    for (String group : resources.securityGroupIds()) {
      if (!scope.ec2().securityGroupExists(group)) {
        return ec2Error(
            "The security group '" + group + "' does not exist", "InvalidGroup.NotFound");
      }
    }
    return null;
  }

  /** One that does not exist, or not in this version. */
  private @Nullable LaunchTemplateSpecification absentTemplate(
      @Nullable LaunchTemplateSpecification given) {
    if (given == null) {
      return null;
    }
    boolean own = !isEmpty(given.launchTemplateId()) || !isEmpty(given.launchTemplateName());
    return Stream.concat(
            own ? Stream.of(given) : Stream.empty(),
            given.overrides().stream().map(LaunchSettings::asTemplate))
        .filter(template -> LaunchSettings.find(scope.ec2(), template).isEmpty())
        .findFirst()
        .orElse(null);
  }

  private String ec2Error(String message, String code) {
    return "CLIENT_ERROR - %s (Service: AmazonEC2; Status Code: 400; Error Code: %s; Request ID: %s)"
        .formatted(message, code, scope.world().uuid());
  }
}
