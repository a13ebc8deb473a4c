package io.github.spotbatch;

import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What a plan would do with one resource.
 *
 * @param type what would be done
 * @param updateClass what that does to what runs
 * @param kind the kind of the resource
 * @param name its name within the stack
 * @param awsName its name on AWS; of what is there already, the one that it has
 * @param requests what would be sent, in order; the id of a security group or the version of a
 *     launch template that is yet to be made is a text in angle brackets; empty for an image, and
 *     for what is kept, only waited for, refused or deleted, but for what makes a role again in
 *     which AWS Batch deletes something
 * @param changes what is there and what is wanted, field by field; empty for what is made or kept
 * @param reason why it is refused, or why the change has this class; empty if there is nothing to
 *     say
 * @param affectedJobs the jobs that would be stopped, as far as they have started; they run on
 *     instances of a compute environment that would be replaced or deleted
 * @param notes what to know about it
 */
public record PlannedAction(
    Type type,
    UpdateClass updateClass,
    ResourceKind kind,
    String name,
    String awsName,
    List<AwsRequest> requests,
    List<FieldChange> changes,
    String reason,
    List<AffectedJob> affectedJobs,
    List<String> notes) {

  /** What can be done with a resource. */
  public enum Type {
    /** It is not there, and is made. */
    CREATE,
    /** It is there but half made; what it lacks is added, and it is waited for. */
    COMPLETE,
    /**
     * It is there and as the spec says, and is left alone; or nothing wants it any more but others
     * use it, whom the reason names.
     */
    KEEP,
    /** It is there and says something else, and is changed under its name. */
    UPDATE,
    /** It was made by others and is taken over: it gets the stack's tags, and what else differs. */
    ADOPT,
    /** A job definition that is there says something else, and gets one more revision. */
    NEW_REVISION,
    /**
     * It is the stack's own, nothing wants it any more, or the stack is to be destroyed, and it is
     * deleted.
     */
    DELETE,
    /** What is wanted of it cannot be done; a plan with such an action is not applied. */
    REFUSED
  }

  /**
   * Creates an action.
   *
   * @param type what would be done
   * @param updateClass what that does to what runs
   * @param kind the kind of the resource
   * @param name its name within the stack
   * @param awsName its name on AWS
   * @param requests what would be sent
   * @param changes what is there and what is wanted
   * @param reason why so
   * @param affectedJobs what would be stopped
   * @param notes what to know about it
   */
  public PlannedAction {
    requests = List.copyOf(requests);
    changes = List.copyOf(changes);
    affectedJobs = List.copyOf(affectedJobs);
    notes = List.copyOf(notes);
  }

  /**
   * The action in one line.
   *
   * @return for example {@code UPDATE (scaling) compute environment demo-spot-1}
   */
  @Override
  public String toString() {
    String shownClass = updateClass == UpdateClass.NONE ? "" : " (" + updateClass.label() + ")";
    return "%s%s %s %s".formatted(type, shownClass, kind.label(), awsName);
  }
}
