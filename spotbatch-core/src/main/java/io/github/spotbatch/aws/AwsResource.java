package io.github.spotbatch.aws;

/**
 * One thing on AWS that belongs to a stack.
 *
 * @param kind what it is
 * @param stack the stack's name, from the tag {@code spotbatch:stack}
 * @param name its name within the stack, from the tag {@code spotbatch:name}
 * @param awsName its name on AWS; of a job definition, with the revision
 * @param id its ARN; of a security group, its id
 */
public record AwsResource(ResourceKind kind, String stack, String name, String awsName, String id) {

  /**
   * The kind and the name on AWS.
   *
   * @return for example {@code job queue demo-jobs}
   */
  @Override
  public String toString() {
    return kind.label() + " " + awsName;
  }
}
