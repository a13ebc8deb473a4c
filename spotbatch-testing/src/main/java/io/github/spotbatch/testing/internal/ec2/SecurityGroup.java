package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A security group.
 *
 * @param tags live: tagging changes it
 * @param rules live: authorizing and revoking change them
 */
public record SecurityGroup(
    String id,
    String vpcId,
    String name,
    String description,
    Map<String, String> tags,
    GroupRules rules) {

  static final String DEFAULT_NAME = "default";

  SecurityGroup(String id, String vpcId, String name, String description) {
    this(id, vpcId, name, description, new LinkedHashMap<>(), new GroupRules());
  }
}
