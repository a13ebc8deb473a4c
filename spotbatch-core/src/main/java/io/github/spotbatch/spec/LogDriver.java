package io.github.spotbatch.spec;

/**
 * Where Docker sends what a container prints.
 *
 * <p>Source: AWS Batch API reference, LogConfiguration.
 */
public enum LogDriver {
  /** CloudWatch Logs. */
  AWSLOGS("awslogs"),
  /** A router such as Fluent Bit beside the container. */
  AWSFIRELENS("awsfirelens"),
  /** Fluentd. */
  FLUENTD("fluentd"),
  /** A Graylog endpoint. */
  GELF("gelf"),
  /** The journal of the host. */
  JOURNALD("journald"),
  /** A JSON file on the host. */
  JSON_FILE("json-file"),
  /** Splunk. */
  SPLUNK("splunk"),
  /** The syslog of the host. */
  SYSLOG("syslog");

  private final String code;

  LogDriver(String code) {
    this.code = code;
  }

  /** {@return the driver's name as Batch writes it, for example json-file} */
  public String code() {
    return code;
  }
}
