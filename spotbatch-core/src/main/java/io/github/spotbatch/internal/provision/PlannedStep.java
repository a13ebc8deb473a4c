package io.github.spotbatch.internal.provision;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.FieldChange;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.changes.Change;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What is to be done with one resource of a stack. It is plain data, with the real names of all
 * that was there when it was planned.
 *
 * @param resource what is wanted; of what is only deleted, its name and nothing else
 * @param updateClass what it does to what runs
 * @param there what is there already; of a job definition, its newest revision
 * @param asItIs the requests that would make what is there as it was found
 * @param requests what is to be sent
 * @param changes what differs, field by field
 * @param reason why it is refused, or why the change has this class
 * @param affectedJobs the jobs that run on instances which would go
 * @param notes what the user should know about it
 * @param mark of what is kept: what tells it from another of the same name, where its id does not
 */
public record PlannedStep(
    CompiledResource resource,
    Type type,
    UpdateClass updateClass,
    @Nullable AwsResource there,
    List<AwsRequest> asItIs,
    List<AwsRequest> requests,
    List<FieldChange> changes,
    String reason,
    List<AffectedJob> affectedJobs,
    List<String> notes,
    String mark) {

  public PlannedStep {
    affectedJobs = List.copyOf(affectedJobs);
    asItIs = List.copyOf(asItIs);
    requests = List.copyOf(requests);
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  private PlannedStep(
      CompiledResource resource,
      Type type,
      UpdateClass updateClass,
      @Nullable AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> requests,
      List<FieldChange> changes,
      String reason,
      List<AffectedJob> affectedJobs,
      List<String> notes) {
    this(
        resource,
        type,
        updateClass,
        there,
        asItIs,
        requests,
        changes,
        reason,
        affectedJobs,
        notes,
        "");
  }

  /** What it is called on AWS; the next revision of a definition has no number yet. */
  public String awsName() {
    AwsResource known = there;
    return known == null || type == Type.NEW_REVISION ? resource.awsName() : known.awsName();
  }

  /** The same with the jobs that it would stop. */
  PlannedStep stopping(List<AffectedJob> jobs) {
    return new PlannedStep(
        resource, type, updateClass, there, asItIs, requests, changes, reason, jobs, notes, mark);
  }

  /** The same with what tells what is there from another of its name. */
  PlannedStep marked(String text) {
    return new PlannedStep(
        resource,
        type,
        updateClass,
        there,
        asItIs,
        requests,
        changes,
        reason,
        affectedJobs,
        notes,
        text);
  }

  static PlannedStep create(CompiledResource resource) {
    return new PlannedStep(
        resource,
        Type.CREATE,
        UpdateClass.NONE,
        null,
        List.of(),
        resource.requests(),
        List.of(),
        "",
        List.of(),
        resource.notes());
  }

  static PlannedStep keep(CompiledResource resource, AwsResource there, List<AwsRequest> asItIs) {
    return new PlannedStep(
        resource,
        Type.KEEP,
        UpdateClass.NONE,
        there,
        asItIs,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of());
  }

  static PlannedStep complete(
      CompiledResource resource,
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> missing,
      String note) {
    return new PlannedStep(
        resource,
        Type.COMPLETE,
        UpdateClass.NONE,
        there,
        asItIs,
        missing,
        List.of(),
        "",
        List.of(),
        List.of(note));
  }

  static PlannedStep newRevision(
      CompiledResource resource,
      AwsResource there,
      List<AwsRequest> asItIs,
      List<FieldChange> changes) {
    return new PlannedStep(
        resource,
        Type.NEW_REVISION,
        UpdateClass.NEW_REVISION,
        there,
        asItIs,
        resource.requests(),
        changes,
        "",
        List.of(),
        List.of());
  }

  /** What has the place of something wanted is somebody else's. */
  static PlannedStep foreign(CompiledResource resource, String reason) {
    return new PlannedStep(
        resource,
        Type.REFUSED,
        UpdateClass.NONE,
        null,
        List.of(),
        List.of(),
        List.of(),
        reason,
        List.of(),
        List.of());
  }

  static PlannedStep update(
      CompiledResource resource,
      AwsResource there,
      List<AwsRequest> asItIs,
      List<FieldChange> changes,
      Change.InPlace change) {
    return new PlannedStep(
        resource,
        Type.UPDATE,
        change.updateClass(),
        there,
        asItIs,
        change.requests(),
        changes,
        change.reason(),
        List.of(),
        List.of());
  }

  /** Takes over what is nobody's. */
  static PlannedStep adopt(
      CompiledResource resource,
      AwsResource there,
      List<AwsRequest> asItIs,
      List<FieldChange> changes,
      Change.InPlace change) {
    return new PlannedStep(
        resource,
        Type.ADOPT,
        change.updateClass(),
        there,
        asItIs,
        change.requests(),
        changes,
        change.reason(),
        List.of(),
        List.of());
  }

  /** Makes something that takes the place of what cannot be changed. */
  static PlannedStep replacement(
      CompiledResource resource, List<FieldChange> changes, String reason) {
    boolean swap = resource.kind() == ResourceKind.COMPUTE_ENVIRONMENT;
    return new PlannedStep(
        resource,
        Type.CREATE,
        swap ? UpdateClass.BLUE_GREEN : UpdateClass.NONE,
        null,
        List.of(),
        resource.requests(),
        changes,
        reason,
        List.of(),
        resource.notes());
  }

  /**
   * Deletes what nothing wants any more.
   *
   * @param after what must be done before
   */
  static PlannedStep delete(
      AwsResource leftover, Set<CompiledResource.Id> after, List<String> notes) {
    return new PlannedStep(
        unwanted(leftover, after),
        Type.DELETE,
        UpdateClass.NONE,
        leftover,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        notes);
  }

  /** What would be deleted but that others use it. */
  static PlannedStep kept(AwsResource leftover, String reason) {
    return new PlannedStep(
        unwanted(leftover, Set.of()),
        Type.KEEP,
        UpdateClass.NONE,
        leftover,
        List.of(),
        List.of(),
        List.of(),
        reason,
        List.of(),
        List.of());
  }

  /** The same with what has to be sent so that it can be done. */
  PlannedStep sending(List<AwsRequest> before) {
    return new PlannedStep(
        resource, type, updateClass, there, asItIs, before, changes, reason, affectedJobs, notes);
  }

  /** What is there cannot become what is wanted. */
  static PlannedStep refused(
      CompiledResource resource,
      AwsResource there,
      List<AwsRequest> asItIs,
      List<FieldChange> changes,
      String reason) {
    return new PlannedStep(
        resource,
        Type.REFUSED,
        UpdateClass.NONE,
        there,
        asItIs,
        List.of(),
        changes,
        reason,
        List.of(),
        List.of());
  }

  /** What is there and wanted no more, and cannot be removed. */
  static PlannedStep refused(AwsResource leftover, String reason) {
    return refused(unwanted(leftover, Set.of()), leftover, List.of(), List.of(), reason);
  }

  private static CompiledResource unwanted(AwsResource leftover, Set<CompiledResource.Id> after) {
    return new CompiledResource(unwantedId(leftover), leftover.name(), List.of(), after, List.of());
  }

  /** Security groups of two VPCs can have one name, so those are told apart by their ids. */
  static CompiledResource.Id unwantedId(AwsResource leftover) {
    boolean byId = leftover.kind() == ResourceKind.SECURITY_GROUP;
    return new CompiledResource.Id(leftover.kind(), byId ? leftover.id() : leftover.awsName());
  }
}
