package io.github.spotbatch.aws;

import java.util.Locale;

/** The kinds of things that a stack consists of on AWS. */
public enum ResourceKind {
  /** An IAM role. */
  ROLE,
  /** An IAM instance profile, which gives instances their role. */
  INSTANCE_PROFILE,
  /** An EC2 security group. */
  SECURITY_GROUP,
  /** An EC2 launch template, in which an environment's instances have their disk. */
  LAUNCH_TEMPLATE,
  /** An ECR repository. */
  REPOSITORY,
  /** A container image in one of the repositories, and gone with it. */
  IMAGE,
  /** A CloudWatch Logs group. */
  LOG_GROUP,
  /** A Batch compute environment. */
  COMPUTE_ENVIRONMENT,
  /** A Batch job queue. */
  JOB_QUEUE,
  /** A Batch job definition; each revision is one resource. */
  JOB_DEFINITION;

  /**
   * The kind in words.
   *
   * @return for example {@code compute environment}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
