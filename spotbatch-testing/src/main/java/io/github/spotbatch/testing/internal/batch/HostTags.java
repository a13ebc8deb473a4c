package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags of an environment's instances, which tell by what Batch launches them: an Auto Scaling
 * group, or a Spot Fleet under BEST_FIT on Spot. The fleet's role may lack what tagging needs.
 */
final class HostTags {

  private static final String TAGGING_POLICY = "service-role/AmazonEC2SpotFleetTaggingRole";

  private final Scope scope;

  HostTags(Scope scope) {
    this.scope = scope;
  }

  Map<String, String> of(Environment environment, InstanceType type) {
    Map<String, String> tags = new LinkedHashMap<>();
    String uuid = environment.detail().uuid();
    if (environment.onSpotFleet()) {
      tags.put("aws:ec2spot:fleet-request-id", "sfr-" + uuid);
    } else {
      // The form of the group's name is not documented.
      tags.put("aws:autoscaling:groupName", environment.name() + "-asg-" + uuid);
    }
    if (!environment.onSpotFleet() || fleetMayTag(environment)) {
      tags.putAll(environment.settings().tags(type));
      tags.put("AWSBatchServiceTag", "batch");
    }
    return tags;
  }

  /** Batch's own role finds the instances of a Spot Fleet by their tags. */
  boolean mayShutDown(Environment environment) {
    boolean ownRole = EnvironmentHealth.isServiceLinked(environment.detail().serviceRole());
    return !environment.onSpotFleet() || !ownRole || fleetMayTag(environment);
  }

  private boolean fleetMayTag(Environment environment) {
    String role = environment.detail().computeResources().spotIamFleetRole();
    return scope
        .iam()
        .roleHasPolicy(role, scope.iam().managedPolicyArn(TAGGING_POLICY), scope.world().now());
  }
}
