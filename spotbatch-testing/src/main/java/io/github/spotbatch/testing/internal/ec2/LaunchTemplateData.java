package io.github.spotbatch.testing.internal.ec2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a launch template says of the instances to launch.
 *
 * @param securityGroupIds those of the instance, or of its first network interface
 * @param instanceTags what the instances are tagged with
 * @param whole all of it as EC2 took it; of the SDK's type, which this class cannot name
 */
public record LaunchTemplateData(
    @Nullable String imageId,
    @Nullable String instanceType,
    @Nullable String keyName,
    @Nullable String instanceProfile,
    @Nullable String userData,
    List<String> securityGroupIds,
    Map<String, String> instanceTags,
    Object whole) {}
