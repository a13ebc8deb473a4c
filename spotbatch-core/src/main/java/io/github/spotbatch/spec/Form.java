package io.github.spotbatch.spec;

import java.util.regex.Pattern;

/** The forms that AWS asks of names, ids and ARNs. */
enum Form {
  NAME("[A-Za-z0-9][A-Za-z0-9_-]{0,127}", "1 to 128 letters, digits, - and _, not - or _ first"),
  STACK_NAME("(?!sg-)[a-z][a-z0-9-]{0,23}", "1 to 24 of a-z, 0-9 and -, a letter first, not sg-"),
  ROLE_NAME("[A-Za-z0-9_+=,.@-]{1,64}", "1 to 64 letters, digits and _+=,.@-"),
  POLICY_NAME("[A-Za-z0-9_+=,.@-]{1,128}", "1 to 128 letters, digits and _+=,.@-"),
  REPOSITORY_NAME(
      "(?=.{1,256}$)[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*",
      "1 to 256 of a-z and 0-9, with single . _ - or / between"),
  VOLUME_NAME("[A-Za-z0-9_-]{1,255}", "1 to 255 letters, digits, - and _"),
  IMAGE("[A-Za-z0-9_:./#@-]{1,255}", "1 to 255 letters, digits and -_:./#@"),
  USER(
      "[a-z0-9_][a-z0-9_-]{0,30}(:[a-z0-9_][a-z0-9_-]{0,30})?",
      "a user, or user:group, each 1 to 31 of a-z, 0-9, _ and -, not - first"),
  SHARE("[A-Za-z0-9]{1,255}", "1 to 255 letters and digits"),
  NOT_BLANK("(?s).*\\S.*", "a text that is not blank"),
  ABSOLUTE_PATH("/.*", "an absolute path, which starts with /"),
  REASON_PATTERN(
      "(?=.{1,512}$)[A-Za-z0-9.: \\t]*\\*?",
      "1 to 512 letters, digits, . : spaces and tabs, then optionally one *"),
  EXIT_CODE_PATTERN("(?=.{1,512}$)[0-9]*\\*?", "1 to 512 digits, then optionally one *"),

  IMAGE_ID("ami-[0-9a-f]+", "like ami-0123456789abcdef0"),
  VPC_ID("vpc-[0-9a-f]+", "like vpc-0123456789abcdef0"),
  SUBNET_ID("subnet-[0-9a-f]+", "like subnet-0123456789abcdef0"),
  SECURITY_GROUP_ID("sg-[0-9a-f]+", "like sg-0123456789abcdef0"),
  FILE_SYSTEM_ID("fs-[0-9a-f]+", "like fs-0123456789abcdef0"),
  ACCESS_POINT_ID("fsap-[0-9a-f]+", "like fsap-0123456789abcdef0"),

  ROLE_ARN(
      "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+",
      "the ARN of a role, like arn:aws:iam::123456789012:role/name"),
  INSTANCE_PROFILE_ARN(
      "arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/[A-Za-z0-9_+=,.@/-]+",
      "the ARN of an instance profile, like arn:aws:iam::123456789012:instance-profile/name"),
  ROLE_OR_PROFILE_ARN(
      "arn:aws[a-z-]*:iam::[0-9]{12}:(role|instance-profile)/[A-Za-z0-9_+=,.@/-]+",
      "the ARN of a role or instance profile, like arn:aws:iam::123456789012:role/name"),
  POLICY_ARN(
      "arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]+",
      "the ARN of a policy, like arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
  SCHEDULING_POLICY_ARN(
      "arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:scheduling-policy/[A-Za-z0-9_-]{1,128}",
      "the ARN of a scheduling policy, like"
          + " arn:aws:batch:eu-west-1:123456789012:scheduling-policy/name"),
  KMS_KEY("[A-Za-z0-9:/_-]{1,2048}", "the id, ARN or alias of a KMS key"),
  DEVICE_NAME("/dev/[A-Za-z0-9]+", "like /dev/xvda"),
  ACTION("\\*|[a-z0-9-]+:[A-Za-z0-9*?]+", "an action of IAM, like s3:GetObject"),
  GRANTED_RESOURCE(
      "\\*|arn:[^\"\\\\\\s\\p{Cntrl}]+", "an ARN, like arn:aws:s3:::bucket/folder/*, or * alone"),
  SECRET_ARN(
      "arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/)\\S+",
      "the ARN of a Secrets Manager secret or Systems Manager parameter"),
  JOB_DEFINITION(
      "(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?"
          + "[A-Za-z0-9_-]{1,128}(:[1-9][0-9]{0,9})?",
      "a name of 1 to 128 letters, digits, - and _, name:revision, or the definition's ARN");

  private final Pattern pattern;
  private final String description;

  Form(String regex, String description) {
    this.pattern = Pattern.compile(regex);
    this.description = description;
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** What to tell a user whose text has not this form. */
  String fix() {
    return "must be " + description;
  }
}
