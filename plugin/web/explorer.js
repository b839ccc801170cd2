// Orthanc Explorer: buttons "Process with Sonolist" on the pages of a study, a series and an instance, and "Open in Sonolist" on those
// of a study and an instance. Where the plug-in serves a viewer, it names its address in sonolistViewer, and a study has "Open in OHIF".
(function () {
  'use strict';

  function report(button, text) {
    button.attr('title', text).find('.ui-btn-text').text(text);  // the button cuts long texts off
  }

  function process(button, level) {
    if (!$.mobile.pageData) return;
    report(button, 'Asking Sonolist ...');
    $.ajax({
      url: '../sonolist/' + level + '/' + $.mobile.pageData.uuid + '/process',
      type: 'POST',
      contentType: 'application/json',
      data: '{}',
      dataType: 'json',
      success: function (job) {
        report(button, 'Sonolist: ' + job.images + (job.images === 1 ? ' image noted' : ' images noted'));
      },
      error: function (answer) {
        var body = {};
        try { body = JSON.parse(answer.responseText); } catch (ignored) { /* no JSON: the status must do */ }
        report(button, 'Sonolist: ' + (body.Message || 'failed with status ' + answer.status));
      }
    });
  }

  // `act` is given the button; the page's own buttons end with the one that deletes.
  function addButton(page, id, icon, text, act) {
    $('#' + page).live('pagebeforecreate', function () {
      var button = $('<a>')
        .attr({ 'id': id, 'data-role': 'button', 'href': '#', 'data-icon': icon, 'data-theme': 'e' })
        .text(text);
      button.insertBefore($('#' + page + '-delete').parent().parent());
      button.click(function () {
        act(button);
        return false;
      });
    });
  }

  function addProcess(page, level) {
    addButton(page, 'sonolist-' + page, 'refresh', 'Process with Sonolist', function (button) {
      process(button, level);
    });
  }

  function addOpen(page, address) {
    addButton(page, 'sonolist-open-' + page, 'search', 'Open in Sonolist', function () {
      if ($.mobile.pageData) window.open('../sonolist/app/#/study' + address + $.mobile.pageData.uuid, '_blank');
    });
  }

  // The window is opened at once, while the click still allows it, and finds its address when the study is known.
  function addViewer(viewer) {
    addButton('study', 'sonolist-viewer-study', 'search', 'Open in OHIF', function (button) {
      if (!$.mobile.pageData) return;
      var opened = window.open('', '_blank');
      if (!opened) return;
      $.ajax({
        url: '../studies/' + $.mobile.pageData.uuid,
        dataType: 'json',
        success: function (study) {
          opened.location = viewer + 'viewer?StudyInstanceUIDs=' + encodeURIComponent(study.MainDicomTags.StudyInstanceUID);
        },
        error: function (answer) {
          opened.close();
          report(button, 'Orthanc: status ' + answer.status);
        }
      });
    });
  }

  addOpen('study', '/');
  if (window.sonolistViewer) addViewer(window.sonolistViewer);
  addProcess('study', 'studies');
  addProcess('series', 'series');
  addOpen('instance', '?image=');
  addProcess('instance', 'instances');
}());
