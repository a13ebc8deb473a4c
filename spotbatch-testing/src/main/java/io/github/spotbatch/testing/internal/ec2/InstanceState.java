package io.github.spotbatch.testing.internal.ec2;

/** Where an instance is in its life. */
public enum InstanceState {
  PENDING(0, "pending"),
  RUNNING(16, "running"),
  SHUTTING_DOWN(32, "shutting-down"),
  TERMINATED(48, "terminated");

  private final int code;
  private final String awsName;

  InstanceState(int code, String awsName) {
    this.code = code;
    this.awsName = awsName;
  }

  public int code() {
    return code;
  }

  public String awsName() {
    return awsName;
  }
}
