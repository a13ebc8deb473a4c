package io.github.spotbatch.internal.compile;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the things of one stack in one Region are called on AWS, and the tags that own them. */
public record Names(String stack, String region) {

  public static final String STACK_TAG = "spotbatch:stack";
  public static final String NAME_TAG = "spotbatch:name";
  public static final String REGION_TAG = "spotbatch:region";

  /** Of queues, environments and log groups: their stack is not to be destroyed. */
  public static final String PROTECTED_TAG = "spotbatch:protected";

  /** Of job definitions: what their images run on. It says nothing of whose they are. */
  public static final String ARCHITECTURE_TAG = "spotbatch:architecture";

  /** Of job definitions: a hash of what is in a revision. It says nothing of whose it is. */
  public static final String CONTENT_TAG = "spotbatch:content";

  /** IAM is global, so the path keeps spotbatch's roles apart and the name carries the Region. */
  public static final String IAM_PATH = "/spotbatch/";

  public static final String LOG_GROUP_PREFIX = "/aws/batch/job/";

  public String jobQueue(String name) {
    return stack + "-" + name;
  }

  public String jobDefinition(String name) {
    return stack + "-" + name;
  }

  /** A replacement of an environment needs a new name, so each has its generation, from 1. */
  public String computeEnvironment(String name, int generation) {
    return stack + "-" + name + "-" + generation;
  }

  /** The generation that an environment's name on AWS says, or 0 if it is no name of this one. */
  public int generation(String name, String awsName) {
    String prefix = stack + "-" + name + "-";
    String number = awsName.startsWith(prefix) ? awsName.substring(prefix.length()) : "";
    return number.matches("[1-9]\\d{0,8}") ? Integer.parseInt(number) : 0;
  }

  /** A role, or the instance profile around it. */
  public String role(String use) {
    return stack + "-" + region + "-" + use;
  }

  public String repository(String name) {
    return stack + "-" + name;
  }

  public String securityGroup() {
    return stack;
  }

  public String logGroup() {
    return LOG_GROUP_PREFIX + stack;
  }

  /** The tags of one thing: the user's, and over them those that say whose it is. */
  public Map<String, String> tags(String name, Map<String, String> users) {
    Map<String, String> tags = new LinkedHashMap<>(users);
    tags.put(STACK_TAG, stack);
    tags.put(NAME_TAG, name);
    tags.put(REGION_TAG, region);
    return tags;
  }
}
